import { formatMarkdownTable } from "../../docs/markdown-table.js";

/** Where the analysis and the cluster say something else of an object, and why that is so. */
export interface Difference {
  kind: string;
  /** What the one that refuses says. */
  pattern: RegExp;
  refusedBy: "cluster" | "analysis";
  what: string;
  reason: string;
}

/** All that are known; the live test knows no others. */
export const differences: readonly Difference[] = [
  {
    kind: "EnvoyFilter",
    pattern:
      /configuration is invalid: (referenced type unknown: )?(Envoy filter: )?.*(\bAny\b|unmarshal|bad Duration|bad Timestamp|unknown value|enum)/s,
    refusedBy: "cluster",
    what: "a patch whose value is none of Envoy's configuration",
    reason: "istiod reads it with Envoy's own types, which are not known here",
  },
  {
    kind: "RequestAuthentication",
    pattern: /jwks parse error/,
    refusedBy: "cluster",
    what: "a key set whose keys have the right fields, and numbers in them that make no key",
    reason: "only the fields are looked at here",
  },
  {
    kind: "DestinationRule",
    pattern: /is for ".*", which .* has already/,
    refusedBy: "analysis",
    what: "a place and one within it in one map of `localityLbSetting.distribute`",
    reason: "istiod looks through maps in an order that changes, and refuses this only sometimes",
  },
];

/** docs/schema-validation.md. */
export function formatPage(): string {
  const rows = differences.map(({ kind, refusedBy, what, reason }) => [kind, what, `the ${refusedBy} alone`, reason]);
  return [
    "# Schema validation",
    `IST0106 says of an object, before anything is touched, what the API server and istiod's webhook would say of it:
unknown keys, values of the wrong type, outside their bounds or lists, the CEL rules of its definition, and what istiod asks beyond
that. IST0133 says what istiod only warns of. All problems of an object are said at once, each with its place; after 20 only how many more there are.`,
    `Definitions are CustomResourceDefinitions among the objects, or given beside them: \`mesh analyze --definitions FILE|FOLDER\`,
and \`definitions\` of \`analyze()\`. Take those of the version that is installed, \`files/crd-all.gen.yaml\` of Istio's base chart and the Gateway
API's release, or what the cluster has, \`kubectl get crd -o yaml > crds.yaml\`. Of any kind that is defined, not only of Istio's,
objects are looked at. Without definitions only what istiod asks by itself is, and which kinds and versions Istio's groups have: hosts, ports,
durations, expressions, what goes together, and types of those, but no unknown keys and choices; \`mesh analyze\` says so on standard error.`,
    "## What is not said",
    `- Rules that compare an object with what it was before (\`oldSelf\`); what is in the cluster is not known.
- Rules that call functions of Kubernetes that neither Istio's nor the Gateway API's definitions use; that they are left out is said (IST0133).
- What the API server says of names, and of references to objects that are not there; other codes do the latter.
- istiod's warning of every EnvoyFilter that its API may change.`,
    "## Differences",
    `Objects around valid ones are generated, sent to a local cluster with Istio (\`kubectl create --dry-run=server --validate=strict\`) and
analyzed; 400 of them in \`npm test\`, 10,000 in \`npm run test:deep\`. Whatever else one refuses and the other does not fails the test.`,
    formatMarkdownTable(["kind", "what", "refused by", "reason"], rows),
    "This page is made from `test/analysis/schemas/differences.ts`.",
  ].join("\n\n");
}
