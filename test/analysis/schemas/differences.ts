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
    what: "a patch whose value is not valid in Envoy's configuration",
    reason: "istiod reads it with Envoy's own types, which the analysis does not have",
  },
  {
    kind: "RequestAuthentication",
    pattern: /jwks parse error/,
    refusedBy: "cluster",
    what: "a key set whose keys have the right fields, but numbers that form no key",
    reason: "the analysis checks only the fields",
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
    `IST0106 reports, before anything is changed, what the API server and istiod's webhook would refuse in an object:`,
    `- unknown keys
- values of the wrong type, out of bounds, or not in the list of choices
- violations of the CEL rules of its definition
- violations of istiod's own rules`,
    `IST0133 reports what istiod only warns of. All problems of an object are reported at once, each with its place. After 20, only the number of
the others is reported.`,
    `Definitions are CustomResourceDefinitions. They may be among the objects, or given by \`mesh analyze --definitions FILE|FOLDER\` or by
\`definitions\` of \`analyze()\`. Use one of these:`,
    `- the installed version's: \`files/crd-all.gen.yaml\` of Istio's base chart, and the Gateway API's release
- the cluster's: \`kubectl get crd -o yaml > crds.yaml\``,
    `Objects of every defined kind are checked, not only Istio's. Without definitions, the analysis knows only the kinds and versions of Istio's
groups and istiod's own rules. These cover hosts, ports, durations, expressions, combinations of fields, and their types. Unknown keys and choices are then not
found, and \`mesh analyze\` says so on standard error.`,
    "## Not reported",
    `- Rules that compare an object with its former state (\`oldSelf\`): the objects in the cluster are not known.
- Rules with functions of Kubernetes that the definitions of Istio and the Gateway API do not use. IST0133 reports that they were skipped.
- The API server's rules for names, and references to missing objects. Other codes report the latter.
- istiod's warning for every EnvoyFilter that its API may change.`,
    "## Differences",
    `A test generates objects around valid ones. It sends them to a local cluster with Istio (\`kubectl create --dry-run=server --validate=strict\`)
and analyzes them: 400 in \`npm test\`, 10,000 in \`npm run test:deep\`. It fails for every difference that is not in this table.`,
    formatMarkdownTable(["kind", "what", "refused by", "reason"], rows),
    "This page is made from `test/analysis/schemas/differences.ts`.",
  ].join("\n\n");
}
