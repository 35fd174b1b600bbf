import type { Manifest } from "../../src/kubernetes/manifest.js";

const text = { type: "string" };
const port = {
  type: "object",
  required: ["number"],
  properties: { number: { type: "integer", minimum: 1, maximum: 65_535 } },
};
const destination = {
  type: "object",
  required: ["host"],
  properties: { host: { ...text, minLength: 1 }, subset: text, port },
};
const timeout = {
  ...text,
  "x-kubernetes-validations": [{ rule: "duration(self) >= duration('1ms')", message: "must be a valid duration" }],
};
const route = {
  type: "object",
  properties: {
    name: text,
    timeout,
    match: { type: "array", maxItems: 64, items: { type: "object", "x-kubernetes-preserve-unknown-fields": true } },
    route: { type: "array", items: { type: "object", properties: { destination, weight: { type: "integer" } } } },
    mirrorPercentage: { type: "object", properties: { value: { type: "number" } } },
    retries: { type: "object", additionalProperties: { "x-kubernetes-int-or-string": true } },
  },
  "x-kubernetes-validations": [
    {
      rule: "!has(self.route) || self.route.all(r, !has(r.weight) || r.weight >= 0)",
      messageExpression: "'route ' + (has(self.name) ? self.name : '')",
    },
  ],
};
const spec = {
  type: "object",
  properties: {
    hosts: { type: "array", items: text, "x-kubernetes-list-type": "set" },
    gateways: { type: "array", items: { ...text, pattern: "^[a-z0-9./-]+$" } },
    exportTo: { type: "array", items: { ...text, enum: [".", "*", "~"] } },
    http: { type: "array", items: route },
  },
  "x-kubernetes-validations": [
    { rule: "!has(self.http) || self.http.size() < 3 || has(self.hosts)", fieldPath: ".http" },
  ],
};

/** A part of what Istio defines a VirtualService to be, with something of each kind that schemas say, rules in CEL among it. */
export const definition: Manifest = {
  apiVersion: "apiextensions.k8s.io/v1",
  kind: "CustomResourceDefinition",
  metadata: { name: "virtualservices.networking.istio.io" },
  spec: {
    group: "networking.istio.io",
    names: { kind: "VirtualService", plural: "virtualservices" },
    scope: "Namespaced",
    versions: ["v1", "v1beta1"].map((name) => ({
      name,
      served: true,
      storage: name === "v1",
      subresources: { status: {} },
      schema: { openAPIV3Schema: { type: "object", properties: { spec, status: { type: "object" } } } },
    })),
  },
};
