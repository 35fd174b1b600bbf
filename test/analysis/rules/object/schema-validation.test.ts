// Does not prove that the API server and istiod say the same: the live test with generated objects does.
import { expect, it } from "vitest";
import { loadPolicies } from "../../../../src/policy/documents/load.js";
import { schemaValidation } from "../../../../src/analysis/rules/object/schema-validation.js";
import { analyzeFixture, analyzeText, readFixture } from "../../analyze-text.js";

it("says all at once where an object is not as its definition wants it", () => {
  expect(analyzeFixture(schemaValidation, "good")).toEqual([]);
  expect(analyzeFixture(schemaValidation, "bad")).toEqual([
    "mesh.yaml:53:1: warning IST0133: the definition of Widget has a rule that cannot be read here, quantity(self.memory).isGreaterThan(quantity('1Mi')): found no matching overload for 'quantity(dyn)'; let the API server look at it",
    'mesh.yaml:54:39: error IST0106: `metadata.label` is not a known key; did you mean "labels"?; known are name, generateName, namespace, labels, annotations, finalizers, ownerReferences, managedFields, creationTimestamp, deletionGracePeriodSeconds, deletionTimestamp, generation, resourceVersion, selfLink, uid; correct what the message names',
    "mesh.yaml:55:1: error IST0106: `spec` has red and blue; only one of red, blue can be set; correct what the message names",
    'mesh.yaml:59:3: error IST0106: `spec.mode` is "FASTT"; allowed are FAST, SLOW; did you mean "FAST"?; correct what the message names',
    'mesh.yaml:60:3: error IST0106: `spec.wait` is "1d"; 1ms or more; correct what the message names',
    "mesh.yaml:61:3: error IST0106: `spec.names` has 3 entries; 2 or fewer can be there; correct what the message names",
    'mesh.yaml:61:15: error IST0106: `spec.names[1]` is "ABCD"; it must have 3 or fewer characters; correct what the message names',
    'mesh.yaml:61:15: error IST0106: `spec.names[1]` is "ABCD"; it must match ^[a-z]+$; correct what the message names',
    "mesh.yaml:62:34: error IST0106: `spec.ports[1]` is a second one of that name; correct what the message names",
    "mesh.yaml:62:45: error IST0106: `spec.ports[1].port` is 1.5; it must be an integer or a string; correct what the message names",
    "mesh.yaml:62:58: error IST0106: `spec.ports[2].name` is missing; it must be a string; correct what the message names",
    "mesh.yaml:63:3: error IST0106: `spec.labels` has 2 keys; 1 or fewer can be there; correct what the message names",
    "mesh.yaml:63:19: error IST0106: `spec.labels.c` is 1; it must be a string; correct what the message names",
    "mesh.yaml:64:3: error IST0106: `spec.colour` is not a known key; known are size, most, memory, red, blue, mode, wait, names, ports, labels, any; correct what the message names",
    'mesh.yaml:69:1: error IST0106: `spec` is ["size"]; it must be a map; correct what the message names',
    "mesh.yaml:74:1: error IST0106: `spec` is not valid: size must not be more than most; correct what the message names",
    'mesh.yaml:76:1: error IST0106: `apiVersion` is "example.com/v2", and its definition has no version v2; Widget has v1; did you mean "v1"?; correct what the message names',
  ]);
});

const [definition = "", ...objects] = readFixture(schemaValidation, "bad").split("---\n");

it("takes definitions that are given beside the objects, and those among the objects before them", () => {
  const { manifests } = loadPolicies({ "mesh.yaml": definition });
  const definitions = manifests.map(({ manifest }) => manifest);
  const [first = ""] = objects;
  expect(analyzeText(schemaValidation, first)).toEqual([]);
  expect(analyzeText(schemaValidation, first, { definitions })).toHaveLength(14);
  const looser = definition
    .replace("properties:", "x-kubernetes-preserve-unknown-fields: true")
    .replace(/^            spec:[^]*$/m, "");
  expect(analyzeText(schemaValidation, `${looser}---\n${first}`, { definitions }).map(({ line }) => line)).toEqual([
    19,
  ]);
});

it("says 20 problems of an object, and how many more there are", () => {
  const names = Array.from({ length: 30 }, (_, index) => `unknown${index}: 1`).join(", ");
  const text = `${definition}---\napiVersion: example.com/v1\nkind: Widget\nmetadata: { name: a, ${names} }\n`;
  const messages = analyzeText(schemaValidation, text).map(({ message }) => message);
  expect(messages.filter((message) => message.includes("is not a known key"))).toHaveLength(20);
  expect(messages).toContain("10 more problems are left out");
});

it("says what istiod's webhook refuses, once where the schema says it too", () => {
  const text = [
    "apiVersion: networking.istio.io/v1",
    "kind: ServiceEntry",
    "metadata: { name: a, namespace: shop }",
    "spec: { hosts: [], ports: [{ number: 0, name: a }] }",
  ].join("\n");
  const port = { type: "object", properties: { number: { type: "integer", minimum: 1 }, name: { type: "string" } } };
  const spec = { type: "object", properties: { hosts: { type: "array" }, ports: { type: "array", items: port } } };
  const schema = { openAPIV3Schema: { type: "object", properties: { spec } } };
  const definitions = [
    {
      apiVersion: "apiextensions.k8s.io/v1",
      kind: "CustomResourceDefinition",
      metadata: { name: "serviceentries.networking.istio.io" },
      spec: { group: "networking.istio.io", names: { kind: "ServiceEntry" }, versions: [{ name: "v1", schema }] },
    },
  ];
  const byWebhook = [
    "`spec.hosts` is []; one host or more must be there",
    "`spec.ports[0].number` is 0; it must be within 1 and 65535",
  ];
  const bySchema = [byWebhook[0], "`spec.ports[0].number` is 0; it must be 1 or more"];
  expect(analyzeText(schemaValidation, text).map(({ message }) => message)).toEqual(byWebhook);
  expect(analyzeText(schemaValidation, text, { definitions }).map(({ message }) => message)).toEqual(bySchema);
});
