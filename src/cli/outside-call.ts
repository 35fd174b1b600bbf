import { get } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { capture } from "../local/run.js";
import type { ReportSource } from "./report.js";

// How stacks/dev/policies/k8s-combat.yaml exposes the sample application; its every server answers /ping.
const host = "www.service1.io";
const path = "/ping";
const gateway = { namespace: "istio-system", service: "istio-ingressgateway", port: 80 };
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
  const routes = ["get", "virtualservices.networking.istio.io", "-A", "-o", "jsonpath={.items[*].spec.hosts[*]}"];
  const hosts = await capture(kubectl, ["--kubeconfig", kubeconfig, ...routes]);
  if (!hosts.split(" ").includes(host)) return undefined;
  const deadline = Date.now() + 1000 * patience;
  for (;;) {
    const local = listPorts().find(isGatewayPort)?.local;
    const answer = local === undefined ? "its port is not on loopback" : await call(local);
    if (answer === 200) return `curl -H 'Host: ${host}' http://127.0.0.1:${local}${path}`;
    if (Date.now() > deadline) throw new Error(describeSilence(answer, patience));
    await sleep(200);
  }
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
