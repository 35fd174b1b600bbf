import type { EnvoyRoutes } from "../../simulate/oracle/envoy-routes.js";
import type { GeneratedCaller } from "../../simulate/generator/requests.js";
import { far, ingress, near, publicGateway } from "../../simulate/generator/vocabulary.js";
import { kubectl } from "./cluster.js";

// What the proxies of generated meshes know, and what they wrote into their logs.

/** Deployments with a proxy that sends requests, `<namespace>/<name>`. */
const senders = [`${near}/client-v1`, `${near}/api-v1`, `${far}/client-v1`, `${near}/ingress`, `${near}/public-istio`];

/** Deployments with a proxy that gets requests. */
const receivers = [`${near}/web-v1`, `${near}/web-v2`, `${near}/api-v1`, `${far}/store-v1`, `${far}/store-v2`];

/** The routes that each sender has, by Deployment. */
export async function readRoutes(): Promise<ReadonlyMap<string, readonly EnvoyRoutes[]>> {
  return new Map(await Promise.all(senders.map(async (sender) => [sender, await readRoutesOf(sender)] as const)));
}

async function readRoutesOf(deployment: string): Promise<EnvoyRoutes[]> {
  const [namespace = "", name = ""] = deployment.split("/");
  const agent = ["pilot-agent", "request", "GET", "config_dump?resource=dynamic_route_configs"];
  const text = await kubectl(["-n", namespace, "exec", `deploy/${name}`, "-c", "istio-proxy", "--", ...agent]);
  const { configs = [] } = JSON.parse(text) as { configs?: { route_config: EnvoyRoutes }[] };
  return configs.map(({ route_config: routes }) => routes);
}

/** The Deployment whose proxy routes what a caller sends; undefined where it has none. */
export function findSender(caller: GeneratedCaller): string | undefined {
  if (caller.kind === "plain") return undefined;
  if (caller.kind === "workload") return `${caller.namespace}/${caller.name}`;
  return caller.gateway === "ingress" ? `${near}/${ingress.name}` : `${near}/${publicGateway.service}`;
}

/** What a proxy logged of a request. */
export interface Logged {
  agent: string;
  /** Name of the proxy's Deployment. */
  deployment: string;
  authority: string;
  /** Why Envoy answered as it did. */
  details: string;
}

/** What the proxies of all receivers logged of generated requests. Envoy writes its log every 10 s at the latest. */
export async function readLogs(): Promise<Logged[]> {
  const logs = await Promise.all(
    [...receivers, ...senders.slice(-2)].map(async (deployment) => {
      const [namespace = "", name = ""] = deployment.split("/");
      const own = ["-n", namespace, "logs", `deploy/${name}`, "--container=istio-proxy", "--tail=-1"];
      return (await kubectl(own)).split("\n").flatMap((line) => readLine(line, name));
    }),
  );
  return logs.flat();
}

// Istio's text format: [time] "method path protocol" status flags details ... "forwarded for" "agent" "id" "authority" ...
const logged = /^\[[^\]]*\] "[^"]*" \d+ \S+ (\S+) .*"(simulated-[^"]*)" "[^"]*" "([^"]*)"/;

function readLine(line: string, deployment: string): Logged[] {
  const [, details = "", agent, authority = ""] = logged.exec(line) ?? [];
  return agent === undefined ? [] : [{ agent, deployment, authority, details }];
}
