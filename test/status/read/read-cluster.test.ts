// A generated cluster of 5,000 pods over a real HTTP server. Does not prove that Kubernetes answers so: test/e2e/policy/status.test.ts asks
// a real one. How long it takes and in how much memory, `npm run bench:status` says.
import { afterEach, describe, expect, it } from "vitest";
import { formatFinding } from "../../../src/findings/finding.js";
import type { Manifest } from "../../../src/kubernetes/manifest.js";
import { computeReport } from "../../../src/status/compute-report.js";
import { readCluster } from "../../../src/status/read/read-cluster.js";
import { createRow, generateCluster, serveCluster, type GeneratedCluster } from "../../bench/generate-cluster.mjs";
import { computeKubeconfig } from "../../components/api-server.js";
import { makeSelfSigned } from "../../self-signed.js";

const root = makeSelfSigned("root.example").certificate;
let close: (() => void) | undefined;
afterEach(() => close?.());

/** Takes a look at it. @returns the report, the lists that were asked for with their pages, and the other requests */
async function look(
  cluster: GeneratedCluster,
  more: { declared?: Manifest[]; refuse?: (path: string) => number | undefined } = {},
) {
  const server = await serveCluster(cluster, { refuse: more.refuse });
  ({ close } = server);
  const report = computeReport(await readCluster(computeKubeconfig(server.port), more.declared), more.declared);
  return { report, requests: server.requests };
}

const countPages = (requests: readonly string[], path: string) =>
  requests.filter((url) => url.startsWith(`${path}?`) && url.includes("limit=500")).length;

/** The root ends in a day. */
const ofRoot = /^(ConfigMap|(Mutating|Validating)WebhookConfiguration) .*MESH0605/;
const say = (problems: Parameters<typeof formatFinding>[0][]) =>
  problems.map(formatFinding).filter((line) => !ofRoot.test(line));

describe("5,000 pods", () => {
  it("are reported rightly, and asked for in pages", async () => {
    const cluster = generateCluster({ pods: 5000, root });
    const [bare, old, ended] = [cluster.pods[1234], cluster.pods[2345], cluster.pods[3456]];
    if (bare?.spec === undefined || ended?.status === undefined) throw new Error("there are no pods");
    const [proxy] = old?.spec?.initContainers ?? [];
    bare.spec.initContainers = [];
    ended.status.phase = "Succeeded";
    if (proxy !== undefined) proxy.image = "docker.io/istio/proxyv2:1.30.8";
    const rows = cluster.pods.filter((pod) => pod !== bare && pod !== ended).map(createRow);
    const { report, requests } = await look({ ...cluster, rows });
    expect(say([...report.problems])).toEqual([
      `Deployment team-12/service-246: warning IST0103: 1 of 5 pods has no sidecar: ${bare.metadata.name}; restart its workload`,
      `Deployment team-23/service-469: warning IST0158: 1 of 5 pods has a sidecar of 1.30.8, older than its control plane: ${old?.metadata.name ?? ""}; restart their workload`,
    ]);
    expect(report.unread).toEqual([]);
    expect(report.workloads).toHaveLength(1000);
    expect(report.workloads.reduce((sum, { pods }) => sum + pods, 0)).toBe(4999);
    expect(report.namespaces).toHaveLength(50);
    expect(report.proxies).toMatchObject({ connected: 4998, inStep: 4998, notConnected: [] });
    expect(countPages(requests, "/api/v1/pods")).toBe(10);
    expect(countPages(requests, "/api/v1/services")).toBe(3);
    expect(countPages(requests, "/apis/networking.istio.io/v1/virtualservices")).toBe(2);
    // Nothing once for each pod or namespace.
    expect(requests.length).toBeLessThan(60);
  });
});

const small = () => generateCluster({ pods: 10, root });

it("misses the proxies that istiod does not know", async () => {
  const cluster = small();
  const { report } = await look({ ...cluster, rows: cluster.rows.slice(1) });
  expect(report.proxies).toMatchObject({ connected: 9, inStep: 9, notConnected: ["service-0-5d8f7c9b6d-0.team-0"] });
});

it("gives a proxy that has just been sent something the time to confirm it, and says then that it is late", async () => {
  const cluster = small();
  const [first] = cluster.rows;
  const [sync] = Object.values(first?.resources ?? {});
  if (sync !== undefined) sync.sent = "newer";
  const start = Date.now();
  const { report } = await look(cluster);
  expect(report.proxies.late).toEqual([first?.proxy]);
  expect(Date.now() - start).toBeGreaterThanOrEqual(2000);
});

it.each([
  ["/api/v1/pods", "pods"],
  ["/api/v1/events", "events"],
  ["/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations", "mutatingwebhookconfigurations"],
  ["/api/v1/namespaces/istio-system/secrets/cacerts", "Secret istio-system/cacerts"],
])("says that it may not read %s, and is not healthy", async (path, what) => {
  const { report } = await look(small(), { refuse: (asked) => (asked === path ? 403 : undefined) });
  expect(report.unread).toEqual([{ what, reason: `${path} is forbidden` }]);
  expect(report.state).not.toBe("healthy");
  expect(say([...report.problems])).toEqual([]);
});

it("says that istiod does not answer", async () => {
  const path = "/api/v1/namespaces/istio-system/pods";
  const { report } = await look(small(), { refuse: (asked) => (asked === path ? 403 : undefined) });
  expect(say([...report.problems])).toEqual([
    `Namespace istio-system: warning MESH0604: istiod does not say what its proxies have: ${path} is forbidden; allow \`get\` and \`create\` on \`pods/exec\` in its namespace, and leave istiod's debug interface on`,
  ]);
});

it("compares what is declared, and knows nothing of kinds that it may not list", async () => {
  const cluster = small();
  const kinds = { resources: [{ name: "virtualservices", kind: "VirtualService" }] };
  cluster.objects["/apis/networking.istio.io/v1"] = kinds;
  const declare = (name: string, hosts: string[]): Manifest => ({
    apiVersion: "networking.istio.io/v1",
    kind: "VirtualService",
    metadata: { namespace: "team-0", name },
    spec: { hosts },
  });
  const declared = [declare("service-0", ["service-0"]), declare("service-1", ["other"]), declare("service-9", [])];
  const { report } = await look(cluster, { declared });
  expect(report.policies).toEqual({ declared: 3, missing: 1, changed: 1 });
  expect(report.problems.map(({ code, resource }) => `${code} ${resource?.name ?? ""}`).slice(-2)).toEqual([
    "MESH0617 service-9",
    "MESH0618 service-1",
  ]);
  close?.();
  const refuse = (path: string) => (path.endsWith("/virtualservices") ? 403 : undefined);
  expect((await look(cluster, { declared, refuse })).report.policies).toEqual({ declared: 3, missing: 0, changed: 0 });
});

describe("what makes no pods because of the injector", () => {
  const message =
    'Error creating: Internal error occurred: failed calling webhook "namespace.sidecar-injector.istio.io": no endpoints';
  const path = "/apis/apps/v1/namespaces/team-0/replicasets/web-1";
  const look1 = async (status: object, text = message) => {
    const cluster = small();
    cluster.lists["/api/v1/events"] = [
      { involvedObject: { kind: "ReplicaSet", namespace: "team-0", name: "web-1" }, message: text },
    ];
    const ownerReferences = [{ kind: "Deployment", name: "web", controller: true }];
    cluster.objects[path] = { metadata: { ownerReferences }, spec: { replicas: 1 }, status };
    return say([...(await look(cluster)).report.problems]);
  };

  it("is named by its Deployment", async () => {
    expect(await look1({ replicas: 0 })).toEqual([
      `Deployment team-0/web: error MESH0613: its pods cannot be made: ${message}; correct what the message names`,
    ]);
  });

  it("is over where it has its pods since, and not the injector's doing where another refuses", async () => {
    expect(await look1({ replicas: 1 })).toEqual([]);
    expect(await look1({ replicas: 0 }, "exceeded quota")).toEqual([]);
  });
});

describe("what cannot be asked", () => {
  const fail = async (status: number) => {
    const { port, close: end } = await serveCluster(small(), { refuse: () => status });
    close = end;
    const error: unknown = await readCluster(computeKubeconfig(port), undefined).catch((reason: unknown) => reason);
    return (error as Error).message.replace(String(port), "PORT");
  };

  it("is a cluster that does not answer", async () => {
    await expect(readCluster(computeKubeconfig(1), undefined)).rejects.toThrow(
      /^the API server http:\/\/127\.0\.0\.1:1 does not answer: .*ECONNREFUSED/,
    );
  });

  it("is one that refuses the credentials, or everything", async () => {
    expect(await fail(401)).toMatch(/^the API server http:\/\/127\.0\.0\.1:PORT does not accept the credentials: /);
    expect(await fail(403)).toMatch(
      /^the API server http:\/\/127\.0\.0\.1:PORT lets nothing be read: .* is forbidden$/,
    );
  });
});
