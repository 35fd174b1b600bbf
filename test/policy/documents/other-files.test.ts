// Does not prove that a file which nobody named is left out by `mesh analyze`: test/cli/analysis-files.test.ts does.
import { expect, it } from "vitest";
import { formatFinding } from "../../../src/findings/finding.js";
import { loadPolicies } from "../../../src/policy/documents/load.js";

const service = "apiVersion: v1\nkind: Service\nmetadata: { name: cart, namespace: shop }\n";
const load = (text: string, file = "a.yaml") => loadPolicies({ [file]: text }, { unnamed: new Set([file]) });

it.each([
  ["a chart", "apiVersion: v2\nname: cart\nversion: 0.1.0\n"],
  ["values", 'global: { hub: example, tag: "1" }\nreplicas: 2\n'],
  ["values with a service", "replicas: 2\nservice: { type: ClusterIP, port: 80 }\n"],
  ["values with a namespace", "namespace: shop\nreplicas: 2\nimage: cart\n"],
  ["values of other words", "names: cart\nreplicas: 2\nimage: cart\n"],
  ["services of Compose", "services: { web: { image: nginx } }\n"],
  ["a list", "- op: remove\n  path: /spec\n"],
  ["a text", "nothing but a text\n"],
  ["Istio's operator", "apiVersion: install.istio.io/v1alpha1\nkind: IstioOperator\nspec: { profile: demo }\n"],
  [
    "Istio's operator with a namespace alone",
    "apiVersion: install.istio.io/v1alpha1\nkind: IstioOperator\nmetadata: { namespace: istio-system }\n",
  ],
  ["a kustomization", "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Component\nresources: [a.yaml]\n"],
  ["a cluster of kind", "kind: Cluster\napiVersion: kind.x-k8s.io/v1alpha4\nnodes: [{ role: worker }]\n"],
  ["a kubeconfig", "apiVersion: v1\nkind: Config\nclusters: []\n"],
  ["several of them", "global: {}\n---\n- 1\n"],
])("%s is left out", (_what, text) => {
  const none = { documents: [], partial: [], manifests: [], findings: [], unreadable: [], unread: [] };
  expect(load(text)).toEqual({ ...none, leftOut: ["a.yaml"] });
});

it("JSON that is not valid YAML is left out where no word of ours is in it", () => {
  expect(load('{ "compilerOptions": [ // compiled', "tsconfig.json")).toMatchObject({
    findings: [],
    unreadable: [],
    leftOut: ["tsconfig.json"],
  });
  expect(load('{ "kind": [', "a.json")).toMatchObject({ unreadable: ["a.json"], leftOut: [] });
  expect(load('{ "compilerOptions": [')).toMatchObject({ unreadable: ["a.yaml"], leftOut: [] });
});

const begin = "begin a policy document with service: <namespace>/<name>, namespace: <name> or mesh: <name>";
const neither = "this is neither a policy document nor a Kubernetes object";

it.each([
  ["kind: Service\nmetadata: { name: a }\n", /^a.yaml:1:1: error MESH0122: .*apiVersion is missing/],
  ["apiVersion: v1\nkind: Service\n", /^a.yaml:1:1: error MESH0122: .*metadata is missing/],
  ["apiVersion: networking.istio.io/v1\nspec: {}\n", /^a.yaml:1:1: error MESH0122: .*kind is missing/],
  [
    "servce: shop/a\n",
    `a.yaml:1:1: error MESH0201: ${neither}: its first key is "servce"; did you mean "service"?; ${begin}`,
  ],
  ["namespaces: shop\ntimeout: 3s\n", /^a.yaml:1:1: error MESH0201: .*did you mean "namespace"/],
  [
    "namespace: shop\ntimeouts: 3s\n",
    /^a.yaml:2:1: error MESH0201: `timeouts` is not a known key; did you mean "timeout"/,
  ],
  ["timeout: 3s\nservice: shop/a\nimage: b\n", /^a.yaml:3:1: error MESH0201: `image` is not a known key/],
  [`${service}---\nreplicas: 2\n`, /^a.yaml:5:1: error MESH0201: this is neither/],
])("what is meant for us stays an error: %j", (text, expected) => {
  const { findings, leftOut } = load(text);
  expect(leftOut).toEqual([]);
  expect(formatFinding(findings[0] as never)).toMatch(expected);
});

it("beside objects only what is a tool's is left out", () => {
  const { manifests, findings, leftOut } = load(
    `${service}---\napiVersion: install.istio.io/v1alpha1\nkind: IstioOperator\nspec: {}\n`,
  );
  expect(manifests.map(({ manifest }) => manifest.kind)).toEqual(["Service"]);
  expect([findings, leftOut]).toEqual([[], ["a.yaml"]]);
});

it("a file that somebody named is not left out", () => {
  const { findings, leftOut } = loadPolicies({ "values.yaml": "replicas: 2\n" });
  expect(findings.map(formatFinding)).toEqual([
    `values.yaml:1:1: error MESH0201: ${neither}: its first key is "replicas"; ${begin}`,
  ]);
  expect(leftOut).toEqual([]);
});

it("a List in a List is opened, and its objects know where they stand", () => {
  const text = `apiVersion: v1\nkind: List\nitems:\n  - apiVersion: v1\n    kind: List\n    items:\n      - { apiVersion: v1, kind: Service, metadata: { name: a } }\n`;
  const [manifest] = load(text).manifests;
  expect(manifest?.manifest.metadata.name).toBe("a");
  const path = ["items", 0, "items", 0, "metadata"];
  expect(manifest?.locate(["metadata"])).toEqual({ file: "a.yaml", document: 0, line: 7, column: 42, path });
});
