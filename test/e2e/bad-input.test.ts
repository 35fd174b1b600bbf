// Does not prove: every mistake (the unit tests of the configuration have more), nor mistakes in a program that uses the
// library. The API server of the old Kubernetes is an imitation on loopback that answers two questions.
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { checkoutFolder, testFolder } from "./folder.js";
import { changeStack, kubectl, mesh } from "./mesh.js";

const undo: (() => void | Promise<void>)[] = [];

afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

/** Runs `mesh up` and expects it to fail, with each of these texts, and to change nothing. */
async function fails(stack: string, ...messages: string[]): Promise<void> {
  const state = readState(stack);
  const { code, output } = await mesh("up", "-s", stack, "--yes");
  expect(code, output).not.toBe(0);
  for (const message of messages) expect(output).toContain(message);
  expect(readState(stack)).toEqual(state);
}

/** The stack's resources as its state has them. */
function readState(stack: string): unknown {
  const file = join(testFolder, "pulumi-istio/backend/.pulumi/stacks/pulumi-istio", `${stack}.json`);
  if (!existsSync(file)) return [];
  const { checkpoint } = JSON.parse(readFileSync(file, "utf8")) as {
    checkpoint: { latest?: { resources?: unknown[] } };
  };
  return checkpoint.latest?.resources ?? [];
}

const lostRoute = `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: slip, namespace: k8s-combat }
spec:
  http: [{ name: lost, route: [{ destination: { host: service9 } }] }]
  gateways: [nowhere]
  hosts: [slip.example]
`;

function change(stack: string, path: readonly string[], value: unknown): void {
  undo.push(changeStack(stack, [[path, value]]));
}

/** A kubeconfig with one context, `only`, for that API server. */
function writeKubeconfig(server: string): string {
  const file = join(testFolder, "kubeconfig-of-test.yaml");
  const config = {
    clusters: [{ name: "only", cluster: { server, "insecure-skip-tls-verify": true } }],
    contexts: [{ name: "only", context: { cluster: "only", user: "only" } }],
    users: [{ name: "only", user: { token: "none" } }],
    "current-context": "only",
  };
  writeFileSync(file, JSON.stringify(config));
  return file;
}

describe("found in the stack's file before the engine runs", () => {
  it("all mistakes at once, each with its place", async () => {
    change("dev", ["controlPlane", "profile"], "dmeo");
    change("dev", ["namespaces", "k8s-combat", "injection"], "on");
    await fails(
      "dev",
      'stacks/Pulumi.dev.yaml:7:5: error MESH0121: `controlPlane.profile` is "dmeo"; allowed are default, demo, minimal, ' +
        'empty, preview, stable, remote, ambient, openshift, openshift-ambient; did you mean "demo"?',
      'stacks/Pulumi.dev.yaml:26:7: error MESH0121: `namespaces.k8s-combat.injection` is "on"; allowed are ',
    );
  });

  it("two gateways that Istio cannot tell apart", async () => {
    const labels = { app: "istio-ingressgateway", istio: "ingressgateway" };
    change("dev", ["gateways"], { second: { namespace: "k8s-combat", labels } });
    await fails(
      "dev",
      "error MESH0145: gateway second: its pods have the labels app=istio-ingressgateway,istio=ingressgateway, as those of gateway " +
        "istio-ingressgateway: each would serve what is exposed at the other",
    );
  });

  it("mistakes of the policies beside them", async () => {
    change("dev", ["controlPlane", "acessLog"], {});
    addPolicies("slip.yaml", "service: k8s-combat/k8s-combat-service\ntimeout: soon\n");
    await fails(
      "dev",
      "error MESH0121: `controlPlane.acessLog` is not a known key",
      "stacks/dev/policies/slip.yaml:2:1: error MESH0201: ",
    );
  });
});

/** A file among the stack's policies, for one test. */
function addPolicies(name: string, text: string): void {
  const file = join(checkoutFolder, "stacks", "dev", "policies", name);
  writeFileSync(file, text);
  undo.push(() => rmSync(file));
}

describe("found by the program before anything is registered", () => {
  it("what the analysis says of policies and applications together, all at once", async () => {
    addPolicies("slip.yaml", lostRoute);
    const host = "no Service and no ServiceEntry that is seen from namespace k8s-combat has the host";
    const remedy = "name an existing object, or declare the named one";
    await fails(
      "dev",
      `\nstacks/dev/policies/slip.yaml:5:49: error IST0101: ${host} "service9"; ${remedy}\n`,
      `\nstacks/dev/policies/slip.yaml:6:14: error IST0101: namespace k8s-combat has no Gateway "nowhere"; ${remedy}\n`,
    );
  });

  it("a suppression of a code that does not exist", async () => {
    change("dev", ["analysis"], { suppressions: [{ code: "IST010", resource: "*", reason: "none" }] });
    await fails("dev", "error MESH0125: there is no code IST010; did you mean");
  });

  it("a Kubernetes that is too old for the Istio", async () => {
    const server = await startOldApiServer();
    change(
      "staging",
      ["cluster", "kubeconfig"],
      writeKubeconfig(`http://127.0.0.1:${(server.address() as AddressInfo).port}`),
    );
    await fails("staging", "error MESH0102: Istio 1.31 supports Kubernetes 1.32-1.36, the cluster runs 1.29.4");
  });

  it("a kubeconfig that does not exist", async () => {
    change("staging", ["cluster", "kubeconfig"], "/nowhere/kubeconfig");
    await fails("staging", "/nowhere/kubeconfig: error MESH0120: kubeconfig: there is no such file");
  });

  it("a context that does not exist", async () => {
    change("staging", ["cluster", "kubeconfig"], writeKubeconfig("http://127.0.0.1:9"));
    change("staging", ["cluster", "context"], "other");
    await fails("staging", 'error MESH0120: kubeconfig: it has no context "other"; its contexts are only');
  });

  it("an API server that does not answer", async () => {
    change("staging", ["cluster", "kubeconfig"], writeKubeconfig("http://127.0.0.1:9"));
    await fails("staging", "error MESH0123: the API server http://127.0.0.1:9 does not answer: ");
  });
});

describe("found by the preview in the cluster", () => {
  beforeAll(async () => {
    expect((await mesh("up", "--yes", "--", "--skip-preview")).code).toBe(0);
    await kubectl("create", "namespace", "existing");
  });

  it("a namespace that exists, with mode create", async () => {
    undo.push(async () => void (await kubectl("delete", "namespace", "existing")));
    change("dev", ["namespaces", "existing"], { mode: "create" });
    await fails(
      "dev",
      'the namespace existing exists already, and mode "create" would take it over; set its mode to "adopt" (managed from ' +
        'now on, kept on destroy) or "patch" (the mesh labels alone)',
    );
  });
});

/** Answers what is asked of it before anything is registered, as a Kubernetes 1.29 would. */
async function startOldApiServer(): Promise<Server> {
  const server = createServer((request, response) => {
    const version = { gitVersion: "v1.29.4", major: "1", minor: "29" };
    const namespace = { apiVersion: "v1", kind: "Namespace", metadata: { name: "kube-system", uid: "old" } };
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify(request.url?.startsWith("/version") === true ? version : namespace));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  undo.push(() => new Promise<void>((resolve) => void server.close(() => resolve())));
  return server;
}
