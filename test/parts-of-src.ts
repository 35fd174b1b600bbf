/** A part of src: its files, the parts it may import beside itself, and the packages. Node's own modules are free to all. */
export interface Part {
  files: RegExp;
  parts: readonly string[];
  packages: readonly string[];
}

/** What all others may import. */
const ground = ["kubernetes", "findings", "text", "mesh"];

/** From the bottom to the top. The first part whose pattern matches a file is the file's. */
export const parts: Readonly<Record<string, Part>> = {
  folders: { files: /^folders$/, parts: [], packages: [] },
  // The ground, each on those before it.
  kubernetes: { files: /^kubernetes\//, parts: [], packages: [] },
  findings: { files: /^findings\//, parts: [], packages: [] },
  text: {
    files: /^text\//,
    parts: ["kubernetes", "findings"],
    packages: ["zod", "yaml", "fastest-levenshtein", "re2js"],
  },
  mesh: { files: /^mesh\//, parts: ["kubernetes", "findings", "text"], packages: [] },
  // What others than the engine read of its runs.
  runs: { files: /^(engine-event|stack\/run-findings)$/, parts: ["findings"], packages: [] },
  kubeconfig: {
    files: /^(cluster-access\/kubeconfig|stack\/wanted-context)$/,
    parts: ground,
    packages: ["zod", "yaml"],
  },
  "cluster access": {
    files: /^cluster-access\//,
    parts: [...ground, "kubeconfig", "folders"],
    packages: ["@kubernetes/client-node", "ws"],
  },
  istio: { files: /^istio\//, parts: ground, packages: [] },
  aws: { files: /^aws\//, parts: [...ground, "istio"], packages: ["zod"] },
  policy: { files: /^policy\//, parts: ground, packages: ["zod"] },
  analysis: { files: /^analysis\//, parts: [...ground, "istio"], packages: ["@marcbachmann/cel-js"] },
  "stack's files": { files: /^stack\/stack-files$/, parts: ground, packages: [] },
  plan: { files: /^plan\//, parts: [...ground, "istio", "policy", "analysis", "stack's files"], packages: [] },
  "simulation library": {
    files: /^simulate$/,
    parts: [...ground, "simulate", "analysis", "plan"],
    packages: [],
  },
  simulate: { files: /^simulate\//, parts: ground, packages: ["zod"] },
  configuration: {
    files:
      /^stack\/(config-(schema|settings-data|problems)|clusters\/(kinds|cluster-kind|[\w-]+\/(kind|gateway-tags)))$/,
    parts: [...ground, "istio", "aws", "analysis"],
    packages: ["zod"],
  },
  "stack's facts": {
    files: /^stack\/stack-facts$/,
    parts: [...ground, "plan", "configuration", "stack's files", "folders"],
    packages: [],
  },
  failure: { files: /^run-error$/, parts: [], packages: ["@pulumi/pulumi"] },
  "istiod's answers": {
    files: /^components\/istiod-debug$/,
    parts: [...ground, "istio", "cluster access", "kubeconfig"],
    packages: [],
  },
  // Apart from the others, so that whoever uses no EKS needs no @pulumi/aws.
  "EKS components": {
    files: /^components\/eks/,
    parts: [...ground, "aws", "components"],
    packages: ["@pulumi/pulumi", "@pulumi/kubernetes", "@pulumi/aws"],
  },
  components: {
    files: /^components\//,
    parts: [
      ...ground,
      "istio",
      "policy",
      "analysis",
      "plan",
      "folders",
      "failure",
      "cluster access",
      "istiod's answers",
      "kubeconfig",
      "runs",
      "stack's files",
    ],
    packages: ["@pulumi/pulumi", "@pulumi/kubernetes"],
  },
  "engine's configuration": {
    files: /^stack\/config$/,
    parts: [...ground, "configuration", "failure"],
    packages: ["@pulumi/pulumi"],
  },
  program: {
    files: /^(program|stack\/(cluster-of-stack|clusters\/.+))$/,
    parts: [
      ...ground,
      "plan",
      "folders",
      "failure",
      "components",
      "EKS components",
      "configuration",
      "engine's configuration",
      "kubeconfig",
    ],
    packages: ["@pulumi/pulumi"],
  },
  library: {
    files: /^index$/,
    parts: [...ground, "istio", "policy", "analysis", "plan", "folders", "components"],
    packages: [],
  },
  "EKS library": { files: /^eks$/, parts: ["aws", "EKS components"], packages: [] },
  // The page shows it too.
  "status report": { files: /^status\/report$/, parts: ground, packages: [] },
  status: {
    files: /^status\//,
    parts: [...ground, "istio", "cluster access", "kubeconfig", "istiod's answers", "status report"],
    packages: [],
  },
  objects: {
    files: /^objects$/,
    parts: ground,
    packages: ["@kubernetes-models/istio", "@kubernetes-models/gateway-api"],
  },
  "policy pack": { files: /^policy-pack($|\/)/, parts: [...ground, "analysis"], packages: ["@pulumi/policy"] },
  local: { files: /^local\//, parts: ["folders"], packages: ["picocolors"] },
  // What page and server both know; the page is built for browsers, so that it may have nothing of Node's.
  "console's contract": { files: /^console\/contract$/, parts: [...ground, "policy", "status report"], packages: [] },
  "document edit": {
    files: /^console\/document-edit($|\/)/,
    parts: [...ground, "policy", "console's contract"],
    packages: ["yaml"],
  },
  // What runs in the browser: nothing of Node, of the engine, or of the compiler.
  "console page": {
    files: /^console\/ui\//,
    parts: [...ground, "policy", "console's contract", "document edit", "status report"],
    packages: [
      ...["react", "react-dom", "vite", "@vitejs/plugin-react", "@rjsf/core", "@rjsf/utils", "@cfworker/json-schema"],
      ...["@xyflow/react", "@dagrejs/dagre", "codemirror", "@codemirror/lang-yaml", "@codemirror/lint"],
      ...["@codemirror/state", "@codemirror/view", "@codemirror/language", "@lezer/highlight", "diff"],
    ],
  },
  console: {
    files: /^console\//,
    parts: [
      ...ground,
      "plan",
      "simulate",
      "policy",
      "analysis",
      "istio",
      "configuration",
      "console's contract",
      "runs",
      "stack's files",
    ],
    packages: ["hono", "diff", "yaml", "zod"],
  },
  cli: {
    files: /^cli\//,
    parts: [
      ...[
        ...ground,
        "plan",
        "simulate",
        "policy",
        "analysis",
        "configuration",
        "stack's facts",
        "console",
        "console's contract",
        "kubeconfig",
        "runs",
        "stack's files",
      ],
      ...["folders", "local", "cluster access", "status", "status report"],
    ],
    packages: ["picocolors", "cac", "yaml", "@hono/node-server"],
  },
};
