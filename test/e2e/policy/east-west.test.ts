// One cluster must do: what a sidecar of another network sends is sent by a TLS client with a sidecar's SNI and ALPN. Does not prove
// that two istiods find each other's services, nor that a client with a certificate of the mesh gets an answer.
import { connect } from "node:tls";
import { afterAll, beforeAll, expect, it } from "vitest";
import { clusterCharts } from "../../../src/folders.js";
import { kubectl } from "./cluster.js";
import { EngineStack } from "./engine-stack.js";
import { ForwardedPorts } from "./forwarded-ports.js";
import { createEchos, removeNamespace, startNamespace } from "./workloads.js";

const namespace = "policy-east-west";
const name = "eastwest";
const stack = new EngineStack(
  namespace,
  `const inputs = { ...args, kubeconfig, controlPlaneNamespace: "istio-system" };
new Gateway("${name}", inputs, { providers });`,
);

beforeAll(async () => {
  await Promise.all([startNamespace(namespace, createEchos(namespace, [{ name: "server" }])), stack.create()]);
});
afterAll(() => removeNamespace(namespace));

it("brings a sidecar of another network to the service that its SNI names, and is gone without a trace", async () => {
  const args = {
    charts: { folder: clusterCharts("dev") },
    kind: "eastwest",
    network: "network1",
    namespace,
    profile: "demo",
    serviceType: "ClusterIP",
    imagePullPolicy: "Never",
  };
  const object = (kind: string, what = name) => `create ${name}-${kind}/${namespace}/${what}`;
  expect(await stack.up(args)).toEqual(
    [
      "create chart-renderer",
      "create cluster",
      "create cluster-provider",
      `create ${name}`,
      `create ${namespace}-test`,
      object("Deployment"),
      object("Gateway", `${name}-cross-network`),
      object("HorizontalPodAutoscaler"),
      object("Role"),
      object("RoleBinding"),
      object("Service"),
      object("ServiceAccount"),
    ].sort(),
  );
  const ports = await ForwardedPorts.open(`${namespace}/${name}`, [15443]);
  try {
    const ask = (service: string) => readIdentity(ports.of(15443), `outbound_.8081_._.${service}.svc.cluster.local`);
    await ports.reach(async () =>
      expect(await ask(`server.${namespace}`)).toBe(`URI:spiffe://cluster.local/ns/${namespace}/sa/server`),
    );
    // The gateway only knows services: nothing answers for what is none.
    expect(await ask(`nobody.${namespace}`)).toBe("refused");
  } finally {
    ports.close();
  }
  expect(await stack.up(args)).toEqual([]);
  await stack.destroy();
  const kinds = "deployments,services,serviceaccounts,roles,rolebindings,gateways.networking.istio.io";
  const left = await kubectl(["-n", namespace, "get", kinds, "--output=name"]);
  expect(left.trim().split("\n").sort()).toEqual([
    "deployment.apps/server-v1",
    "service/server",
    "serviceaccount/default",
    "serviceaccount/server",
  ]);
});

/** Who answers TLS, by the subject of its certificate; `refused` where nobody does. */
function readIdentity(port: number, servername: string): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect({
      host: "127.0.0.1",
      port,
      servername,
      ALPNProtocols: ["istio"],
      rejectUnauthorized: false,
    });
    socket.setTimeout(5000, () => socket.destroy(new Error("no answer")));
    socket.on("secureConnect", () => {
      resolve(socket.getPeerCertificate().subjectaltname ?? "nobody");
      socket.destroy();
    });
    socket.on("error", () => {
      resolve("refused");
    });
  });
}
