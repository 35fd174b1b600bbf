import type { Code } from "../findings/codes.js";
import type { Finding } from "../findings/finding.js";
import type { ClusterFacts, InjectionFailure, IstiodFacts, PodFacts } from "./facts.js";
import type { FindInjector } from "./injectors.js";
import { isOlder, readRelease } from "./istio-version.js";
import type { WorkloadStatus } from "./report.js";
import { nameSome } from "../text/shorten.js";
import { count, say } from "./say.js";

/** A pod, and what is known of its sidecar. */
interface Judged {
  pod: PodFacts;
  /** Revision that a new pod of these labels would get. */
  wanted?: string;
  version?: string;
}

/** What has sidecars or should have them, and what is wrong with these. */
export function describeWorkloads(
  facts: ClusterFacts,
  findInjector: FindInjector,
): { items: WorkloadStatus[]; problems: Finding[] } {
  const { namespaces = [], pods = [], failures = [], proxies } = facts;
  const labels = new Map(namespaces.map((one) => [one.name, one.labels]));
  const judged = pods.map((pod): Judged => {
    const wanted = pod.isPassedOver
      ? undefined
      : findInjector(pod.namespace, labels.get(pod.namespace) ?? {}, pod.labels);
    const said = proxies.versions.get(`${pod.name}.${pod.namespace}`) ?? "";
    return { pod, wanted, version: pod.proxy && (readRelease(pod.proxy.image) ?? readRelease(said)) };
  });
  const workloads = group(judged.filter(({ pod, wanted }) => wanted !== undefined || pod.proxy !== undefined));
  return {
    items: workloads.map(describe),
    problems: [...workloads.flatMap((one) => findProblems(one, facts)), ...failures.map(describeFailure)],
  };
}

interface Workload {
  kind: string;
  namespace: string;
  name: string;
  members: Judged[];
}

/** By what made them, in alphabetical order. */
function group(judged: readonly Judged[]): Workload[] {
  const workloads = new Map<string, Workload>();
  for (const one of judged) {
    const { namespace, owner } = one.pod;
    const key = `${namespace}/${owner.kind}/${owner.name}`;
    const known = workloads.get(key);
    if (known === undefined) workloads.set(key, { ...owner, namespace, members: [one] });
    else known.members.push(one);
  }
  return [...workloads].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, workload]) => workload);
}

function describe({ kind, namespace, name, members }: Workload): WorkloadStatus {
  const proxies = members.flatMap(({ pod }) => pod.proxy ?? []);
  const distinct = (values: readonly (string | undefined)[]) =>
    [...new Set(values.filter((value) => value !== undefined))].sort();
  return {
    ...{ kind, namespace, name, pods: members.length, sidecars: proxies.length },
    versions: distinct(members.map(({ version }) => version)),
    revisions: distinct(proxies.map(({ revision }) => revision)),
  };
}

function findProblems({ kind, namespace, name, members }: Workload, { istiods }: ClusterFacts): Finding[] {
  const resource = { kind, namespace, name };
  const report = (code: Code, some: readonly Judged[], what: (revisions: string) => string): Finding[] => {
    if (some.length === 0) return [];
    const revisions = nameSome([...new Set(some.map(({ pod }) => pod.proxy?.revision ?? ""))]);
    return [say(code, resource, `${have(some, members)} ${what(revisions)}: ${names(some)}`)];
  };
  const sorts = sortOut(members, istiods);
  const [{ wanted = "" } = {}] = sorts.others;
  const versions = nameSome([...new Set(sorts.old.map(({ version = "" }) => version))]);
  return [
    ...report("IST0103", sorts.bare, () => "no sidecar"),
    ...report("MESH0612", sorts.others, (of) => `a sidecar of revision ${of}, and new pods get one of ${wanted}`),
    ...report("MESH0612", sorts.orphans, (of) => `a sidecar of revision ${of}, which no control plane has`),
    ...report("IST0158", sorts.old, () => `a sidecar of ${versions}, older than its control plane`),
  ];
}

/** Each pod at most once. */
function sortOut(members: readonly Judged[], istiods: readonly IstiodFacts[] | undefined) {
  const sorts: Record<"bare" | "others" | "orphans" | "old", Judged[]> = { bare: [], others: [], orphans: [], old: [] };
  for (const one of members) {
    const { pod, wanted, version } = one;
    const { revision } = pod.proxy ?? {};
    const control = istiods?.find((istiod) => istiod.revision === revision);
    if (pod.proxy === undefined) sorts.bare.push(one);
    else if (revision === undefined) continue;
    else if (wanted !== undefined && wanted !== revision) sorts.others.push(one);
    else if (istiods !== undefined && control === undefined) sorts.orphans.push(one);
    else if (version !== undefined && control?.version !== undefined && isOlder(version, control.version))
      sorts.old.push(one);
  }
  return sorts;
}

/** `1 of 3 pods has`. */
function have(some: readonly Judged[], all: readonly Judged[]): string {
  return `${some.length} of ${count(all.length, "pod")} ${some.length === 1 ? "has" : "have"}`;
}

function names(some: readonly Judged[]): string {
  return nameSome(some.map(({ pod }) => pod.name).sort());
}

function describeFailure({ kind, namespace, name, message }: InjectionFailure): Finding {
  return say("MESH0613", { kind, namespace, name }, `its pods cannot be made: ${message}`);
}
