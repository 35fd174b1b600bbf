import { groupBy } from "../../../src/policy/group-by.js";
import { tryKubectl } from "./cluster.js";
import { createClientCommand, readAnswers, type Answer } from "./requests.js";
import { broken, formatAnswered, formatReached, type Outcomes } from "../../simulate/oracle/outcomes.js";
import type { GeneratedCaller, GeneratedRequest } from "../../simulate/generator/requests.js";
import {
  near,
  outsideAddress,
  outsideHosts,
  plain,
  publicGateway,
  ingress,
} from "../../simulate/generator/vocabulary.js";

/** A request, how often it is sent, and by which name logs know it. */
export interface Sent {
  request: GeneratedRequest;
  count: number;
  agent: string;
  /** @default none */
  token?: string;
}

/** Sends many requests, by one command for each pod that sends, and gives what came of each. */
export async function sendAll(all: readonly Sent[]): Promise<Outcomes[]> {
  const groups = groupBy(all, ({ request }) => [findPod(request.caller)]);
  const answered = new Map<Sent, Outcomes>();
  await Promise.all(
    groups.map(async (sent) => {
      const outputs = await runClients(findPod(sent[0].request.caller), sent);
      sent.forEach((one, index) => answered.set(one, countOutcomes(readAnswers(outputs[index] ?? "", one.count))));
    }),
  );
  return all.map((one) => answered.get(one) ?? {});
}

/** A client outside is the pod without a proxy: to a gateway it is as foreign as any other. */
function findPod(caller: GeneratedCaller): string {
  return caller.kind === "workload" ? `${caller.namespace}/${caller.name}` : `${near}/${plain.name}-v1`;
}

const boundary = "=== next request";

async function runClients(pod: string, sent: readonly Sent[]): Promise<string[]> {
  const [namespace = "", deployment = ""] = pod.split("/");
  const lines = sent.map((one) => `echo "${boundary}"; ${createCommand(one).map(quote).join(" ")} 2>&1`);
  const shell = ["-n", namespace, "exec", "-i", `deploy/${deployment}`, "-c", "echo", "--", "sh"];
  const { stdout, stderr } = await tryKubectl(shell, lines.join("\n"));
  const outputs = stdout.split(`${boundary}\n`).slice(1);
  if (outputs.length !== sent.length)
    throw new Error(`${outputs.length} of ${sent.length} clients ran: ${stderr}${stdout}`);
  return outputs;
}

function createCommand({ request, count, agent, token }: Sent): string[] {
  const { scheme, host, port, method, path, query } = request;
  const address = findAddress(request);
  const isUsual = port === (scheme === "https" ? 443 : 80);
  const url = `${scheme}://${address}${isUsual ? "" : `:${port}`}${path}${query === "" ? "" : `?${query}`}`;
  const isNamed = address === host;
  const headers = {
    ...request.headers,
    "User-Agent": agent,
    ...(isNamed ? {} : { Host: host }),
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
  };
  const tls = scheme === "https" ? [`--server-name=${host}`, "--insecure-skip-verify"] : [];
  return createClientCommand({ url, count, headers, flags: ["--timeout=5s", `--method=${method}`, ...tls] });
}

/** Where the client connects to; the host is in the request, and no name server knows those outside. */
function findAddress({ caller, host }: GeneratedRequest): string {
  if (caller.kind === "outside")
    return `${caller.gateway === "ingress" ? ingress.name : publicGateway.service}.${near}.svc.cluster.local`;
  return outsideHosts.includes(host) ? outsideAddress : host;
}

function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

function countOutcomes(answers: readonly Answer[]): Outcomes {
  const counts: Record<string, number> = {};
  for (const answer of answers) {
    const line = describe(answer);
    counts[line] = (counts[line] ?? 0) + 1;
  }
  return counts;
}

function describe({ status, headers, pod, received, body }: Answer): string {
  if (status === undefined) return broken;
  if (pod === undefined) return formatAnswered(status, headers.location);
  const find = (name: string) => new RegExp(`^${name}=(.*)$`, "m").exec(body)?.[1] ?? "";
  return formatReached({
    workload: pod.split("-").slice(0, -2).join("-"),
    path: find("URL"),
    authority: find("Host").replace(/:\d+$/, ""),
    isMutualTls: "x-forwarded-client-cert" in received,
  });
}
