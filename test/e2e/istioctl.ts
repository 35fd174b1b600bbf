import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { listAssumed } from "../../src/analysis/assumed.js";
import { toMap } from "../../src/text/read.js";
import { silentProgress } from "../../src/local/progress.js";
import { getTools } from "../../src/local/tools/get-tools.js";
import { identify, type Manifest } from "../../src/kubernetes/manifest.js";
import { withObjects } from "./object-server.js";

/** What istioctl says of a mesh: `<code> <Kind> <namespace>/<name>`, once. */
export type Said = ReadonlySet<string>;

const root = "istio-system";

/** `istioctl analyze` on a file, which leaves out Services, Namespaces, Nodes, Pods and Secrets. */
export async function analyzeFile(file: string): Promise<Said> {
  return new Set(await runIstioctl(["--use-kube=false", file]));
}

/** `istioctl analyze` on a cluster that has these objects, their pods, and what every installation has. */
export async function analyzeCluster(given: readonly Manifest[]): Promise<Said> {
  const objects = given.map((object) => ({ ...object, metadata: { ...object.metadata } }));
  const own = new Set(objects.map(identify));
  const hasInjector = objects.some(({ kind }) => kind === "MutatingWebhookConfiguration");
  const installed = [...listAssumed(root), ...(hasInjector ? [] : [injector])];
  const others = installed.filter((object) => !own.has(identify(object)));
  const all = [...objects, ...others];
  const namespaces = new Map(
    all.filter(({ kind }) => kind === "Namespace").map(({ metadata }) => [metadata.name, toMap(metadata.labels)]),
  );
  const pods = all.flatMap((object) => makePod(object, namespaces));
  const owners = new Map(pods.map(({ pod, owner }) => [describe(pod), describe(owner)]));
  const said = await withObjects([...all, ...pods.map(({ pod }) => pod)], async (kubeconfig) => {
    const folder = mkdtempSync(join(tmpdir(), "pulumi-istio-kubeconfig-"));
    try {
      writeFileSync(join(folder, "kubeconfig"), kubeconfig);
      return await runIstioctl(["--kubeconfig", join(folder, "kubeconfig")]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
  return new Set(
    said.map((line) => {
      const [code = "", ...origin] = line.split(" ");
      return `${code} ${owners.get(origin.join(" ")) ?? origin.join(" ")}`;
    }),
  );
}

const inject = "sidecar.istio.io/inject";
const legacy = "istio-injection";
const revision = "istio.io/rev";

/** Which namespaces and pods get a sidecar, as Istio's chart says it for the default revision; here for every revision. */
const injector: Manifest = {
  apiVersion: "admissionregistration.k8s.io/v1",
  kind: "MutatingWebhookConfiguration",
  metadata: { name: "istio-sidecar-injector", labels: { app: "sidecar-injector", [revision]: "default" } },
  webhooks: [
    createWebhook("rev.namespace", [exists(revision), lacks(legacy)], [isNot(inject, "false")]),
    createWebhook("namespace", [is(legacy, "enabled")], [isNot(inject, "false")]),
    createWebhook("object", [lacks(legacy), lacks(revision)], [is(inject, "true"), lacks(revision)]),
  ],
};

function createWebhook(name: string, ofNamespace: object[], ofObject: object[]): object {
  return {
    name: `${name}.sidecar-injector.istio.io`,
    clientConfig: { service: { name: "istiod", namespace: root, path: "/inject" } },
    namespaceSelector: { matchExpressions: ofNamespace },
    objectSelector: { matchExpressions: ofObject },
  };
}

function exists(key: string): object {
  return { key, operator: "Exists" };
}

function lacks(key: string): object {
  return { key, operator: "DoesNotExist" };
}

function is(key: string, value: string): object {
  return { key, operator: "In", values: [value] };
}

function isNot(key: string, value: string): object {
  return { key, operator: "NotIn", values: [value] };
}

let istioctl: Promise<string> | undefined;

interface Message {
  code: string;
  origin?: string;
}

async function runIstioctl(options: readonly string[]): Promise<string[]> {
  istioctl ??= getTools(["istioctl"], silentProgress).then((tools) => tools.istioctl);
  // Findings are no failure where they are asked for as JSON.
  const command = ["analyze", "--all-namespaces", "--output", "json", ...options];
  const { stdout } = await promisify(execFile)(await istioctl, command, { maxBuffer: 1 << 28 });
  // What it says of the file itself stands before.
  const messages = JSON.parse(stdout.slice(stdout.search(/^\[/m))) as Message[];
  return messages.map(({ code, origin = "" }) => `${code} ${origin}`);
}

/** `<Kind> <namespace>/<name>` as istioctl names an object. */
function describe({ kind, metadata: { namespace, name } }: Manifest): string {
  return `${kind} ${namespace === undefined ? "" : `${namespace}/`}${name}`;
}

/** One of the pods that the controllers make of an object; with a sidecar where its namespace or its own label asks for it. */
function makePod(owner: Manifest, namespaces: ReadonlyMap<string, Readonly<Record<string, unknown>>>) {
  const spec = toMap(owner.spec);
  const template = toMap(owner.kind === "CronJob" ? toMap(toMap(spec.jobTemplate).spec).template : spec.template);
  if (spec.template === undefined && spec.jobTemplate === undefined) return [];
  if (owner.kind === "WorkloadGroup") return [];
  const { namespace = "default", name } = owner.metadata;
  const metadata = { ...toMap(template.metadata), name: `${owner.kind.toLowerCase()}-${name}`, namespace };
  const podSpec = toMap(template.spec);
  const label = toMap(toMap(template.metadata).labels)[inject];
  const ofNamespace = namespaces.get(namespace) ?? {};
  const isInjected =
    label === "true" ||
    (label !== "false" && (ofNamespace["istio-injection"] === "enabled" || ofNamespace["istio.io/rev"] !== undefined));
  const list = (value: unknown) => (Array.isArray(value) ? (value as object[]) : []);
  const proxy = { name: "istio-proxy", image: "registry.example/proxyv2:1" };
  const containers = list(podSpec.containers).map((one) => {
    const container = { image: "registry.example/app:1", ...one };
    return isInjected && container.image === "auto" ? { ...container, ...proxy } : container;
  });
  const sidecar = isInjected && !containers.some((one) => toMap(one).name === "istio-proxy") ? [proxy] : [];
  const pod: Manifest = {
    apiVersion: "v1",
    kind: "Pod",
    metadata,
    spec: { ...podSpec, containers: [...containers, ...sidecar] },
    status: { phase: "Running" },
  };
  return [{ pod, owner: { ...owner, metadata: { ...owner.metadata, namespace } } }];
}
