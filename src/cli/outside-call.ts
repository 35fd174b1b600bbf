import { get } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { capture } from "../local/run.js";
import { defaultRootNamespace } from "../mesh/root-namespace.js";
import type { AskCluster, ReportSource } from "./report.js";

// How stacks/dev/policies/k8s-combat.yaml exposes the sample application; its every server answers /ping.
const host = "www.service1.io";
const path = "/ping";
const gateway = { namespace: defaultRootNamespace, service: "istio-ingressgateway", port: 80 };
/** Where it is forwarded to, on this machine: any user may listen there. */
const forwardedPort = 8080;
/** Milliseconds that one call may take. */
const callTimeout = 5000;

/** A port of a Service on this machine's loopback. */
interface LocalPort {
  namespace: string;
  service: string;
  port: number;
  local: number;
}

/**
 * Calls the sample application as a person on this machine does, until it answers: the gateway's port comes to loopback, and
 * the routes to the gateway, soon after the engine is done.
 * @param listPorts what is on loopback now
 * @param patience seconds
 * @returns the curl line of a call that was answered with 200; undefined where the stack does not expose the application
 * @throws where there is no such answer within that time
 */
export async function findOutsideCall(
  { kubectl, kubeconfig }: ReportSource,
  listPorts: () => readonly LocalPort[],
  patience = 20,
): Promise<string | undefined> {
  if (!(await isExposed((...args) => capture(kubectl, ["--kubeconfig", kubeconfig, ...args])))) return undefined;
  const deadline = Date.now() + 1000 * patience;
  for (;;) {
    const local = listPorts().find(isGatewayPort)?.local;
    const answer = local === undefined ? "its port is not on loopback" : await call(local);
    if (local !== undefined && answer === 200) return formatCall(local);
    if (Date.now() > deadline) throw new Error(describeSilence(answer, patience));
    await sleep(200);
  }
}

/**
 * How a person reaches the sample application on a cluster whose gateways have no port on this machine.
 * @param flags of kubectl, for that cluster
 * @returns two command lines, of which the second is for another terminal; undefined where the stack does not expose the application
 */
export async function formatForwardedCall(ask: AskCluster, flags: readonly string[]): Promise<string | undefined> {
  if (!(await isExposed(ask))) return undefined;
  const { namespace, service, port } = gateway;
  const forward = [
    "kubectl",
    ...flags,
    "-n",
    namespace,
    "port-forward",
    `service/${service}`,
    `${forwardedPort}:${port}`,
  ];
  return `${forward.map(quote).join(" ")}\n${formatCall(forwardedPort)}`;
}

async function isExposed(ask: AskCluster): Promise<boolean> {
  const routes = ["get", "virtualservices.networking.istio.io", "-A", "-o", "jsonpath={.items[*].spec.hosts[*]}"];
  return (await ask(...routes)).split(" ").includes(host);
}

function formatCall(port: number): string {
  return `curl -H 'Host: ${host}' http://127.0.0.1:${port}${path}`;
}

/** As a shell reads it back: names of contexts may have spaces. */
function quote(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

function isGatewayPort({ namespace, service, port }: LocalPort): boolean {
  return namespace === gateway.namespace && service === gateway.service && port === gateway.port;
}

/** The status that is answered, or why there is none. */
function call(port: number): Promise<number | string> {
  return new Promise((resolve) => {
    const options = { host: "127.0.0.1", port, path, headers: { host }, agent: false, timeout: callTimeout };
    const sent = get(options, (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? "no status");
    });
    sent.on("timeout", () => sent.destroy(new Error("no answer in time")));
    sent.on("error", ({ message }) => resolve(message));
  });
}

function describeSilence(answer: number | string, patience: number): string {
  const { namespace, service, port } = gateway;
  const given = typeof answer === "number" ? `status ${answer}` : answer;
  return (
    `port ${port} of gateway ${namespace}/${service} does not answer ${host}${path} with 200 within ` +
    `${patience} s: ${given}; see: mesh local status, and: mesh local kubectl -- get pods -A`
  );
}
