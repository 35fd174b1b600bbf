// A real mesh, to which each fault is done on purpose: it is named, nothing else is, and afterwards all is well again. Does not prove how
// long a large cluster takes: `npm run bench:status` says it.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { parse } from "yaml";
import { clusterKubeconfig } from "../../src/folders.js";
import type { Manifest } from "../../src/kubernetes/manifest.js";
import type { StatusReport } from "../../src/status/report.js";
import { makeExpired } from "../self-signed.js";
import { testFolder } from "./folder.js";
import { changePolicies, kubectl, mesh } from "./mesh.js";
import { apply, eventually, remove } from "./policy/cluster.js";
import { createEchos, removeNamespace, startNamespace } from "./policy/workloads.js";

const namespace = "status-faults";
const outside = "status-outside";
const sample = "k8s-combat";
const controlPlane = "istio-system";

/** What the command says, and how it ends. */
async function look(): Promise<{ code: number | null; report: StatusReport; said: string[] }> {
  const { code, stdout, output } = await mesh("status", "-s", "dev", "--format", "json");
  if (code === 2) throw new Error(output);
  const report = JSON.parse(stdout) as StatusReport;
  const said = report.problems.map(({ code: of, resource }) => {
    const { kind = "", namespace: place, name = "" } = resource ?? {};
    return `${of} ${kind} ${place === undefined ? name : `${place}/${name}`}`;
  });
  return { code, report, said };
}

/** Waits until just this is said. */
async function expectSaid(...expected: (string | RegExp)[]): Promise<StatusReport> {
  return eventually(async () => {
    const { code, report, said } = await look();
    expect(said, JSON.stringify(report.problems)).toEqual(
      expected.map((one) => (typeof one === "string" ? one : (expect.stringMatching(one) as string))),
    );
    expect(report.unread).toEqual([]);
    expect(code).toBe(expected.length === 0 ? 0 : 1);
    return report;
  }, 180);
}

const describe = (report: StatusReport) => report.problems.map(({ message }) => message);
const echos = createEchos(namespace, [{ name: "client" }]);
const pod = (name: string, more: { labels?: object; annotations?: object; container?: string }) => ({
  apiVersion: "v1",
  kind: "Pod",
  metadata: { name, namespace: outside, labels: { ...more.labels }, annotations: { ...more.annotations } },
  spec: {
    terminationGracePeriodSeconds: 1,
    containers: [
      { name: more.container ?? "app", image: "docker.io/crossoverjie/k8s-combat:istio", imagePullPolicy: "Never" },
    ],
  },
});

beforeAll(async () => {
  const { code, output } = await mesh("up", "--yes", "--", "--skip-preview");
  expect(code, output).toBe(0);
  await startNamespace(namespace, echos);
  await apply([{ apiVersion: "v1", kind: "Namespace", metadata: { name: outside } }]);
});
afterAll(async () => {
  await Promise.all([removeNamespace(namespace), removeNamespace(outside)]);
  const roles = ["reader", "nobody"].map((name) => `status-${name}`);
  await kubectl("delete", "clusterrole,clusterrolebinding", "--ignore-not-found", ...roles);
});

it("says of a new mesh that all is well, and what there is", async () => {
  const report = await expectSaid();
  expect(report.controlPlanes).toMatchObject([{ revision: "default", ready: 1, replicas: 1 }]);
  expect(report.controlPlanes[0]?.version).toMatch(/^\d+\.\d+\.\d+$/);
  expect(report.controlPlanes[0]?.rootDays).toBeGreaterThan(3000);
  expect(report.webhooks.map(({ kind, failurePolicy }) => `${kind} ${failurePolicy}`)).toContain(
    "MutatingWebhookConfiguration Fail",
  );
  expect(report.namespaces.filter(({ name }) => name !== controlPlane)).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ name: sample, injection: "revision default" }),
      { name: namespace, injection: "revision default", pods: 1, sidecars: 1 },
    ]),
  );
  expect(report.gateways.flatMap(({ hosts }) => hosts)).toContain("www.service1.io");
  expect(report.proxies.connected).toBe(report.proxies.inStep);
  expect(report.proxies.connected).toBeGreaterThan(2);
  expect(report.policies).toMatchObject({ missing: 0, changed: 0 });
});

/** Sends a signal to the Envoy of the client. */
async function signal(name: "STOP" | "CONT"): Promise<void> {
  const send = `if [ "$(cat $f/comm)" = envoy ]; then kill -${name} "\${f#/proc/}" && echo sent; fi`;
  const script = `for f in /proc/[0-9]*; do ${send}; done; true`;
  const target = ["-n", namespace, "exec", "deploy/client-v1", "-c", "istio-proxy", "--"];
  expect((await kubectl(...target, "sh", "-c", script)).trim()).toBe("sent");
}

it("pods without a sidecar, with one of another revision and with an old one, and an Envoy that has stopped", async () => {
  const image = "localhost/istio/proxyv2:1.29.2";
  const pods = [
    pod("bare", {}),
    pod("other", { container: "istio-proxy", annotations: { "istio.io/rev": "canary" } }),
    pod("old", {
      labels: { "sidecar.istio.io/inject": "true" },
      annotations: { "sidecar.istio.io/proxyImage": image },
    }),
  ];
  await signal("STOP");
  try {
    await apply(pods);
    await kubectl("label", "namespace", outside, "istio-injection=enabled");
    // istiod drops the Envoy after half a minute; until then it is late, once anything is sent to it.
    const report = await expectSaid(
      `IST0103 Pod ${outside}/bare`,
      `IST0158 Pod ${outside}/old`,
      `MESH0612 Pod ${outside}/other`,
      new RegExp(`^MESH0616 Pod ${namespace}/client-v1-`),
    );
    expect(describe(report).slice(0, 3)).toEqual([
      "1 of 1 pod has no sidecar: bare",
      "1 of 1 pod has a sidecar of 1.29.2, older than its control plane: old",
      "1 of 1 pod has a sidecar of revision canary, and new pods get one of default: other",
    ]);
  } finally {
    await signal("CONT");
    await kubectl("label", "namespace", outside, "istio-injection-");
    await remove(pods);
  }
  await expectSaid();
});

/** A filter that Envoy rejects. */
function createFilter(): Manifest {
  const value = {
    name: "status.broken",
    typed_config: {
      "@type": "type.googleapis.com/envoy.extensions.filters.http.lua.v3.Lua",
      inlineCode: "this is no Lua (",
    },
  };
  const filter = { filter: { name: "envoy.filters.network.http_connection_manager" } };
  return {
    apiVersion: "networking.istio.io/v1alpha3",
    kind: "EnvoyFilter",
    metadata: { name: "broken", namespace },
    spec: {
      workloadSelector: { labels: { app: "client" } },
      configPatches: [
        {
          applyTo: "HTTP_FILTER",
          match: { context: "SIDECAR_INBOUND", listener: { filterChain: filter } },
          patch: { operation: "INSERT_BEFORE", value },
        },
      ],
    },
  };
}

/** A gateway's port with a certificate that has expired. */
function createExpired(): Manifest[] {
  const metadata = { name: "status-expired", namespace: controlPlane };
  const { certificate, privateKey } = makeExpired("expired.example");
  const tls = { mode: "SIMPLE", credentialName: metadata.name };
  const server = { port: { number: 443, name: "https", protocol: "HTTPS" }, hosts: ["expired.example"], tls };
  return [
    {
      ...{ apiVersion: "v1", kind: "Secret", metadata, type: "kubernetes.io/tls" },
      stringData: { "tls.crt": certificate, "tls.key": privateKey },
    },
    {
      ...{ apiVersion: "networking.istio.io/v1", kind: "Gateway", metadata },
      spec: { selector: { istio: "ingressgateway" }, servers: [server] },
    },
  ];
}

it("an EnvoyFilter that Envoy rejects, with Envoy's reason, and an expired certificate of a gateway", async () => {
  const objects = [createFilter(), ...createExpired()];
  await apply(objects);
  try {
    const report = await expectSaid(
      `MESH0606 Secret ${controlPlane}/status-expired`,
      new RegExp(`^MESH0615 Pod ${namespace}/client-v1-`),
    );
    expect(describe(report)).toEqual([
      expect.stringMatching(/^the certificate of Gateway istio-system\/status-expired expired \d+ days ago$/),
      expect.stringMatching(/^its proxy rejects what istiod sends: .*[Ll]istener.*/),
    ]);
  } finally {
    await remove(objects);
  }
  await expectSaid();
});

/** Opens or closes istiod's debug interface. */
async function setDebug(value: "=false" | "-"): Promise<void> {
  await kubectl("-n", controlPlane, "set", "env", "deployment/istiod", `ENABLE_DEBUG_ON_HTTP${value}`);
  await kubectl("-n", controlPlane, "rollout", "status", "deployment/istiod", "--timeout=180s");
}

let restore: (() => void) | undefined;
afterAll(() => restore?.());

it("an up on an istiod whose debug interface is closed asks the proxies whether they know a version", async () => {
  await setDebug("=false");
  const versions = "versions: { all: { app: k8s-combat-service } }\nroutes: [{ name: default, to: { all: 100 } }]\n";
  restore = changePolicies((text) => text.replace("timeout: 5s\n", `timeout: 5s\n${versions}`));
  const { code, output } = await mesh("up", "-s", "dev", "--yes", "--", "--skip-preview");
  expect(code, output).toBe(0);
  expect(output).toMatch(
    /warning.*: the proxies were asked themselves, which say of versions alone whether they have them; istiod in istio-system could not be asked: /,
  );
  expect(output).toMatch(/(\d+) of \1 proxies have it \(\d+\.\d s\)/);
});

it("an istiod whose debug interface is closed, a VirtualService that somebody has changed, and a webhook that is gone", async () => {
  const patch = JSON.stringify([{ op: "replace", path: "/spec/http/0/timeout", value: "9s" }]);
  await kubectl("-n", sample, "patch", "virtualservice", "k8s-combat-service", "--type=json", "-p", patch);
  await kubectl("delete", "mutatingwebhookconfiguration", "istio-sidecar-injector");
  try {
    const report = await expectSaid(
      `MESH0607 Deployment ${controlPlane}/istiod`,
      `MESH0604 Namespace ${controlPlane}`,
      `MESH0618 VirtualService ${sample}/k8s-combat-service`,
    );
    expect(report.proxies.connected).toBe(0);
    expect(describe(report)).toEqual([
      expect.stringMatching(/^no MutatingWebhookConfiguration adds sidecars by revision default, which .*k8s-combat/),
      expect.stringMatching(/^istiod does not say what its proxies have: /),
      expect.stringMatching(
        /^spec\.http differs from what the stack declares: changed by kubectl-patch at \d{4}-\S+Z$/,
      ),
    ]);
  } finally {
    await setDebug("-");
  }
});

it("the next up with --refresh mends the objects, and all is well", async () => {
  restore?.();
  const { code, output } = await mesh("up", "-s", "dev", "--yes", "--", "--refresh", "--skip-preview");
  expect(code, output).toBe(0);
  await expectSaid();
});

/** A kubeconfig of a service account with these rights in the whole cluster. */
async function writeKubeconfig(name: string, rules: readonly object[]): Promise<string> {
  const metadata = { name: `status-${name}` };
  const subjects = [{ kind: "ServiceAccount", name, namespace: outside }];
  const roleRef = { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: metadata.name };
  const apiVersion = "rbac.authorization.k8s.io/v1";
  await apply([
    { apiVersion: "v1", kind: "ServiceAccount", metadata: { name, namespace: outside } },
    { apiVersion, kind: "ClusterRole", metadata, rules },
    { apiVersion, kind: "ClusterRoleBinding", metadata, roleRef, subjects },
  ]);
  const token = (await kubectl("-n", outside, "create", "token", name)).trim();
  const config = parse(readFileSync(clusterKubeconfig("dev"), "utf8")) as { users: object[]; contexts: object[] };
  const [context] = config.contexts as { name: string; context: object }[];
  const users = [{ name, user: { token } }];
  const contexts = [{ ...context, context: { ...context?.context, user: name } }];
  const file = join(testFolder, `kubeconfig-${name}`);
  writeFileSync(file, JSON.stringify({ ...config, users, contexts }));
  return file;
}

it("what a user may not read, and that nothing may be", async () => {
  const file = await writeKubeconfig("reader", [
    { apiGroups: ["", "apps"], resources: ["namespaces", "pods", "services", "deployments"], verbs: ["list", "get"] },
  ]);
  const { code, stdout } = await mesh("status", "--kubeconfig", file, "--format", "json");
  const { unread, problems, proxies } = JSON.parse(stdout) as StatusReport;
  expect(code).toBe(1);
  expect(unread.map(({ what }) => what)).toEqual(
    expect.arrayContaining(["mutatingwebhookconfigurations", "events", "Secret istio-system/cacerts"]),
  );
  expect(problems.map((problem) => problem.code)).toEqual(["MESH0604"]);
  expect(problems[0]?.message).toMatch(/cannot (get|create) resource "pods\/exec"/);
  expect(proxies.notConnected).toEqual([]);
  const nothing = await mesh("status", "--kubeconfig", await writeKubeconfig("nobody", []));
  expect(nothing.code).toBe(2);
  expect(nothing.output.trim()).toMatch(/^error: the API server \S+ lets nothing be read: .*forbidden[^\n]*$/);
});

it("one clear message, and exit code 2, of a context that does not exist", async () => {
  const { code, output } = await mesh("status", "--kubeconfig", clusterKubeconfig("dev"), "--context", "nowhere");
  expect(code).toBe(2);
  expect(output.trim()).toMatch(/^error: \S+: error MESH0120: kubeconfig: it has no context "nowhere"[^\n]*$/);
});
