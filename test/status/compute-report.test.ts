// Facts as text, beside each what the report says of them, and nothing else. Does not prove that a cluster gives such facts: the tests of
// `read` do, and test/e2e/policy/status.test.ts asks a real one.
import { describe, expect, it } from "vitest";
import { formatFinding } from "../../src/findings/finding.js";
import { computeReport } from "../../src/status/compute-report.js";
import type { ClusterFacts } from "../../src/status/facts.js";
import { day, makeFacts, makePod, makeWebhook, now, root } from "./sample-facts.js";

const say = (more: Partial<ClusterFacts>) => computeReport(makeFacts(more)).problems.map(formatFinding);

it("has nothing to say of a mesh in which all is well", () => {
  expect(computeReport(makeFacts())).toMatchObject({
    state: "healthy",
    problems: [],
    controlPlanes: [{ revision: "default", version: "1.31.4", ready: 1, replicas: 1, rootDays: 61 }],
    namespaces: [{ name: "shop", injection: "revision default", pods: 1, sidecars: 1 }],
    workloads: [{ kind: "Deployment", namespace: "shop", name: "web", pods: 1, sidecars: 1, versions: ["1.31.4"] }],
    proxies: { connected: 1, inStep: 1, late: [], rejecting: [], notConnected: [] },
  });
});

it("is partial, not healthy, where a list could not be read, and has problems where something is wrong besides", () => {
  const unread = [{ what: "pods", reason: "forbidden" }];
  expect(computeReport(makeFacts({ pods: undefined, unread })).state).toBe("partial");
  expect(computeReport(makeFacts({ pods: [makePod("web-1", { proxy: undefined })], unread })).state).toBe("problems");
});

const other = { image: "istio/proxyv2:1.31.4", revision: "canary", isExpected: false };
const old = { image: "istio/proxyv2:1.30.8-distroless", revision: "default", isExpected: false };

describe("workloads", () => {
  it.each<[string, ClusterFacts["pods"], string[]]>([
    [
      "a pod without a sidecar",
      [makePod("web-1"), makePod("web-2", { proxy: undefined })],
      ["Deployment shop/web: warning IST0103: 1 of 2 pods has no sidecar: web-2; restart its workload"],
    ],
    [
      "an old sidecar",
      [makePod("web-1"), makePod("web-2", { proxy: old })],
      [
        "Deployment shop/web: warning IST0158: 1 of 2 pods has a sidecar of 1.30.8, older than its control plane: web-2; restart their workload",
      ],
    ],
    [
      "a sidecar of another revision",
      [makePod("web-1"), makePod("web-2", { proxy: other })],
      [
        "Deployment shop/web: warning MESH0612: 1 of 2 pods has a sidecar of revision canary, and new pods get one of default: web-2; restart their workload",
      ],
    ],
    [
      "a sidecar of a revision that is gone",
      [makePod("web-1"), makePod("a", { namespace: "else", owner: { kind: "Pod", name: "a" }, proxy: other })],
      [
        "Pod else/a: warning MESH0612: 1 of 1 pod has a sidecar of revision canary, which no control plane has: a; restart their workload",
      ],
    ],
    ["a pod on its node's network", [makePod("web-1"), makePod("web-2", { proxy: undefined, isPassedOver: true })], []],
    [
      "a pod that says no",
      [makePod("web-1"), makePod("web-2", { proxy: undefined, labels: { "sidecar.istio.io/inject": "false" } })],
      [],
    ],
    ["a sidecar that somebody wrote by hand", [makePod("web-1", { proxy: { ...old, revision: undefined } })], []],
  ])("%s", (_what, pods, expected) => {
    expect(say({ pods })).toEqual(expected);
  });

  it("names five of many pods", () => {
    const pods = Array.from({ length: 8 }, (_, index) => makePod(`web-${index}`, { proxy: undefined }));
    expect(say({ pods })[0]).toContain("8 of 8 pods have no sidecar: web-0, web-1, web-2, web-3, web-4 and 3 more");
  });

  it("says what cannot make its pods", () => {
    const failures = [{ kind: "Deployment", namespace: "shop", name: "web", message: 'failed calling webhook "a"' }];
    expect(say({ failures })).toEqual([
      'Deployment shop/web: error MESH0613: its pods cannot be made: failed calling webhook "a"; correct what the message names',
    ]);
  });
});

describe("control planes", () => {
  const make = (more: object) => say({ istiods: makeFacts().istiods?.map((istiod) => ({ ...istiod, ...more })) });

  it("says which are not ready, and where there is none", () => {
    expect(make({ ready: 1, replicas: 2 })[0]).toBe(
      "Deployment istio-system/istiod: error MESH0603: 1 of 2 replicas of the control plane is ready; see why with `kubectl describe pod`",
    );
    expect(say({ istiods: [], webhooks: [], pods: [], namespaces: [] })).toEqual([
      "error MESH0602: the cluster has no Deployment of istiod; run `mesh up`",
    ]);
    // Its control plane is elsewhere.
    expect(say({ istiods: [], pods: [], namespaces: [] })).toEqual([]);
  });

  it("says which are out of support, and which Kubernetes is too old or too new", () => {
    const facts = { now: Date.parse("2026-11-01"), authorities: [], webhooks: undefined, pods: [] };
    const istiods = makeFacts().istiods?.map((istiod) => ({ ...istiod, version: "1.28.6" }));
    expect(say({ ...facts, istiods, kubernetes: "v1.34.1" })).toEqual([
      "Deployment istio-system/istiod: warning MESH0103: Istio 1.28 has been out of support since 2026-07-01; upgrade one minor at a time to 1.31.4",
    ]);
    expect(say({ kubernetes: "v1.31.9" })[0]).toMatch(
      /^Deployment istio-system\/istiod: error IST0142: Istio 1\.31 supports Kubernetes 1\.32-1\.36, the cluster runs v1\.31\.9; upgrade the cluster/,
    );
    expect(say({ kubernetes: "v1.40.0" })[0]).toMatch(/^Deployment istio-system\/istiod: warning MESH0104: /);
  });

  it.each<[string, number, string[]]>([
    [
      "before",
      now - 9 * day,
      [
        "ConfigMap istio-system/istio-ca-root-cert: warning MESH0605: the root certificate of the mesh expires in 10 days; renew it",
        "MutatingWebhookConfiguration istio-sidecar-injector: warning MESH0605: its caBundle expires in 10 days; renew it",
        "ValidatingWebhookConfiguration istio-validator-istio-system: warning MESH0605: its caBundle expires in 10 days; renew it",
      ],
    ],
    [
      "after",
      now + 3 * day,
      [
        "ConfigMap istio-system/istio-ca-root-cert: error MESH0606: the root certificate of the mesh expired 2 days ago; renew it",
        "MutatingWebhookConfiguration istio-sidecar-injector: error MESH0606: its caBundle expired 2 days ago; renew it",
        "ValidatingWebhookConfiguration istio-validator-istio-system: error MESH0606: its caBundle expired 2 days ago; renew it",
      ],
    ],
  ])("says when the root and the webhooks' copies of it end, seen %s", (_when, at, expected) => {
    expect(say({ now: at })).toEqual(expected);
  });
});

describe("webhooks", () => {
  const [injector, validator] = makeFacts().webhooks ?? [];
  const all = (one = injector) => [one, validator].filter((webhook) => webhook !== undefined);

  it("says which are missing, and who asks for them", () => {
    expect(say({ webhooks: all().slice(1) })).toEqual([
      "Deployment istio-system/istiod: error MESH0607: no MutatingWebhookConfiguration adds sidecars by revision default, which shop asks for; run `mesh up --refresh`",
    ]);
    expect(say({ webhooks: all().slice(0, 1) })).toEqual([
      "Deployment istio-system/istiod: error MESH0607: no ValidatingWebhookConfiguration checks the objects of Istio; run `mesh up --refresh`",
    ]);
  });

  const of = "MutatingWebhookConfiguration istio-sidecar-injector";
  it.each<[string, Partial<ClusterFacts>, string]>([
    [
      "its Service is missing",
      { services: [], endpoints: new Map(), webhooks: all(makeWebhook()).slice(0, 1).concat(all().slice(1)) },
      `${of}: error MESH0608: the Service istio-system/istiod that it calls does not exist; start the control plane, or remove the webhook`,
    ],
    [
      "nothing answers behind it",
      { endpoints: new Map([["istio-system/istiod", 0]]) },
      `${of}: error MESH0608: the Service istio-system/istiod that it calls has no ready endpoints; start the control plane, or remove the webhook`,
    ],
    [
      "it has no caBundle",
      { webhooks: all(makeWebhook({ authorities: "" })) },
      `${of}: error MESH0609: it has no caBundle; restart istiod, which writes it`,
    ],
    [
      "it fails open",
      { webhooks: all(makeWebhook({ failurePolicy: "Ignore" })) },
      `${of}: warning MESH0610: its failurePolicy is Ignore: while istiod does not answer, pods start without a sidecar; set its failurePolicy to Fail`,
    ],
  ])("says where %s", (_what, facts, expected) => {
    expect(say(facts)[0]).toBe(expected);
  });

  it("compares the caBundle with the root", async () => {
    const { makeSelfSigned } = await import("../self-signed.js");
    const authorities = makeSelfSigned("other.example").certificate;
    expect(say({ webhooks: all(makeWebhook({ authorities })) })).toEqual([
      `${of}: error MESH0609: its caBundle is not the root certificate of the mesh; restart istiod, which writes it`,
    ]);
    expect(say({ webhooks: all(makeWebhook({ authorities: authorities + root })) })).toEqual([]);
  });
});

describe("namespaces", () => {
  const make = (labels: Record<string, string>) => {
    const facts = makeFacts({ namespaces: [{ name: "shop", labels }], pods: [] });
    const { namespaces, problems } = computeReport(facts);
    return [namespaces[0]?.injection ?? "none", ...problems.map(formatFinding)];
  };

  it.each<[Record<string, string>, string[]]>([
    [{ "istio-injection": "enabled" }, ["revision default"]],
    [{ "istio-injection": "disabled" }, ["disabled"]],
    [{ "istio.io/dataplane-mode": "ambient" }, ["ambient"]],
    [{}, ["none"]],
    [
      { "istio.io/rev": "canary" },
      [
        "no webhook injects",
        "Namespace shop: error MESH0611: it asks for revision canary, and no control plane has that; correct its label, or install that revision",
      ],
    ],
  ])("%j", (labels, expected) => {
    expect(make(labels)).toEqual(expected);
  });
});

describe("proxies", () => {
  const proxies = makeFacts().proxies;
  it.each<[string, Partial<ClusterFacts["proxies"]>, string[]]>([
    [
      "is late",
      { states: [{ proxy: "web-1.shop", state: "late" }] },
      [
        "Pod shop/web-1: warning MESH0614: its proxy has not confirmed what istiod sent; see the log of its container istio-proxy",
      ],
    ],
    [
      "rejects",
      { states: [{ proxy: "web-1.shop", state: "rejected", reason: "Error adding\n listener" }] },
      [
        "Pod shop/web-1: error MESH0615: its proxy rejects what istiod sends: Error adding listener; correct the object that the message is about, often an EnvoyFilter",
      ],
    ],
    [
      "is not connected",
      { states: [] },
      [
        "Pod shop/web-1: warning MESH0616: its proxy runs, and is not connected to istiod: it keeps an old configuration; see the log of its container istio-proxy",
      ],
    ],
    [
      "is not known, as istiod is closed",
      { states: [], closed: [{ namespace: "istio-system", reason: "forbidden" }], revisions: [] },
      [
        "Namespace istio-system: warning MESH0604: istiod does not say what its proxies have: forbidden; allow `get` and `create` on `pods/exec` in its namespace, and leave istiod's debug interface on",
      ],
    ],
  ])("one %s", (_what, more, expected) => {
    expect(say({ proxies: { ...proxies, ...more } })).toEqual(expected);
  });
});

it("says what Istio says no to", () => {
  const condition = { kind: "HTTPRoute", namespace: "shop", name: "web", type: "Accepted", reason: "NoMatch" };
  expect(say({ conditions: [{ ...condition, message: "no listener" }] })).toEqual([
    "HTTPRoute shop/web: warning IST0171: its condition Accepted says no (NoMatch): no listener; correct what the message names",
  ]);
});

it("says which kinds of the Gateway API are served too old", () => {
  const gatewayApi = [
    { kind: "HTTPRoute", versions: ["v1alpha2"] },
    { kind: "GRPCRoute", versions: ["v1"] },
  ];
  expect(say({ gatewayApi })).toEqual([
    "HTTPRoute gateway.networking.k8s.io: error IST0156: the cluster serves HTTPRoute as v1alpha2, not as v1beta1; install newer definitions of the Gateway API",
    "HTTPRoute gateway.networking.k8s.io: warning IST0172: the cluster serves HTTPRoute as v1alpha2, not as v1; install newer definitions of the Gateway API",
  ]);
});
