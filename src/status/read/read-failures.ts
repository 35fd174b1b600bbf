import { inTime, requestIfThere } from "../../cluster-access/api-request.js";
import type { InjectionFailure } from "../facts.js";
import type { Asker } from "./asker.js";
import { keepFailure } from "./keep.js";

/** What makes pods, where its events say that it could not. */
const paths: Readonly<Record<string, string>> = {
  ReplicaSet: "/apis/apps/v1",
  StatefulSet: "/apis/apps/v1",
  DaemonSet: "/apis/apps/v1",
  Job: "/apis/batch/v1",
};

/** Objects that are asked for at most: a webhook that fails, fails for all. */
const mostAsked = 50;

interface Maker {
  metadata: { ownerReferences?: { kind: string; name: string; controller?: boolean }[] };
  spec?: { replicas?: number };
  status?: {
    replicas?: number;
    currentNumberScheduled?: number;
    desiredNumberScheduled?: number;
    active?: number;
    succeeded?: number;
    failed?: number;
  };
}

/** What cannot make its pods now because of Istio's injector. Events stay for an hour, so that each maker is asked. */
export async function readFailures(asker: Asker): Promise<InjectionFailure[] | undefined> {
  const path = "/api/v1/events?fieldSelector=reason%3DFailedCreate";
  const events = await asker.list("events", path, keepFailure);
  if (events === undefined) return undefined;
  const latest = new Map(events.map((event) => [`${event.kind} ${event.namespace}/${event.name}`, event]));
  const asked = [...latest.values()].filter(({ kind }) => Object.hasOwn(paths, kind)).slice(0, mostAsked);
  const found = await Promise.all(asked.map((event) => judge(asker, event)));
  const failures = found.filter((one) => one !== undefined);
  return [...new Map(failures.map((one) => [`${one.kind} ${one.namespace}/${one.name}`, one])).values()];
}

async function judge(asker: Asker, event: InjectionFailure): Promise<InjectionFailure | undefined> {
  const { kind, namespace, name } = event;
  const path = `${paths[kind] ?? ""}/namespaces/${namespace}/${kind.toLowerCase()}s/${name}`;
  const maker = await asker.try(`${kind} ${namespace}/${name}`, async () =>
    requestIfThere<Maker>(asker.kubeconfig, inTime(path)),
  );
  if (maker === undefined || !lacksPods(kind, maker)) return undefined;
  const owner = maker.metadata.ownerReferences?.find(({ controller }) => controller === true);
  return owner === undefined ? event : { ...event, kind: owner.kind, name: owner.name };
}

function lacksPods(kind: string, { spec = {}, status = {} }: Maker): boolean {
  if (kind === "DaemonSet") return (status.currentNumberScheduled ?? 0) < (status.desiredNumberScheduled ?? 0);
  if (kind === "Job") return (status.active ?? 0) + (status.succeeded ?? 0) + (status.failed ?? 0) === 0;
  return (status.replicas ?? 0) < (spec.replicas ?? 1);
}
