import { formatMessage, newestMessage, patienceWithCertain, patienceWithLikely, type PodCause } from "./pod-cause.js";
import type { LiveEvent, LiveObject, WorkloadKind } from "./workload-objects.js";

/** A controller that makes pods. */
interface Maker {
  kind: WorkloadKind;
  /** Of a Deployment its ReplicaSet. */
  owner: LiveObject;
  /** How many it has. */
  pods: number;
  events: readonly LiveEvent[];
}

/** Why the API server takes no pod of a controller: a quota, an admission rule, a webhook, a service account that is missing. */
export function findRefusal(maker: Maker): PodCause | undefined {
  const message = findMessage(maker);
  if (message === undefined) return undefined;
  const said = stripPod(formatMessage(message));
  const patience = judge(message, said);
  // A retry has other numbers, such as addresses and times.
  const key = `refused ${said.replaceAll(/\d+/g, "#")}`;
  return { key, text: `its pods are refused: ${said}`, ...(patience === undefined ? {} : { patience }) };
}

function findMessage({ kind, owner, pods, events }: Maker): string | undefined {
  if (kind === "Deployment") {
    // A condition, unlike an event, is gone once a pod is taken.
    const failure = owner.status?.conditions?.find(
      ({ type, status }) => type === "ReplicaFailure" && status === "True",
    );
    return failure?.message;
  }
  const { spec, status } = owner;
  const wanted = kind === "DaemonSet" ? (status?.desiredNumberScheduled ?? 0) : (spec?.replicas ?? 1);
  if (kind === "Pod" || pods >= wanted) return undefined;
  const own = events.filter(({ involvedObject }) => involvedObject.uid === owner.metadata.uid);
  return newestMessage(own, ["FailedCreate"]);
}

/** `Error creating: pods "x-1a2b" is forbidden: exceeded quota: …` -> `exceeded quota: …` */
function stripPod(message: string): string {
  return message
    .replace(/^(Error creating|create Pod \S+ in StatefulSet \S+ failed error): /, "")
    .replace(/^pods? "[^"]*" is (forbidden|invalid): /i, "");
}

function judge(message: string, said: string): number | undefined {
  // A namespace or a webhook that is not there may come, as istiod does after its configuration.
  if (/failed calling webhook|being terminated|not yet ready to handle request/.test(message)) return undefined;
  if (said.startsWith("exceeded quota")) return fitsQuota(said) ? patienceWithLikely : patienceWithCertain;
  const isRule = /is (forbidden|invalid): |denied the request|serviceaccount "[^"]*" not found/.test(message);
  return isRule ? patienceWithCertain : undefined;
}

/** Whether a pod would be taken if it were the only one. */
function fitsQuota(message: string): boolean {
  const [, requested = "", limited = ""] = /requested: (.*), used: .*, limited: (.*)$/.exec(message) ?? [];
  const limits = readQuantities(limited);
  return [...readQuantities(requested)].every(([name, wanted]) => wanted <= (limits.get(name) ?? Infinity));
}

/** `limits.cpu=500m,pods=1` */
function readQuantities(text: string): Map<string, number> {
  return new Map(
    text.split(",").map((part) => {
      const [name = "", quantity = ""] = part.split("=");
      return [name, readQuantity(quantity)] as const;
    }),
  );
}

const binary = ["", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"];
const decimal = ["", "k", "M", "G", "T", "P", "E"];

/** https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/, without exponents, which quotas do not write */
function readQuantity(text: string): number {
  const [, number = "", suffix = ""] = /^([\d.]+)(\D*)$/.exec(text) ?? [];
  if (suffix === "m") return Number(number) / 1000;
  if (binary.includes(suffix)) return Number(number) * 1024 ** binary.indexOf(suffix);
  return Number(number) * 1000 ** decimal.indexOf(suffix);
}
