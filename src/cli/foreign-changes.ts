import { createProblem, placeProblem } from "../findings/problem.js";
import { inTime, requestApi, requestIfThere } from "../cluster-access/api-request.js";
import type { Finding } from "../findings/finding.js";
import { findPath, type KnownKinds } from "../cluster-access/object-path.js";
import type { StateObject } from "./adopt-objects.js";
import type { ManagedFields } from "./field-managers.js";
import { listTakenFields, takeBack, type TakenFields } from "./taken-fields.js";

/** What others have changed of a stack's objects, taken back for a run. */
export interface TakenBack {
  findings: Finding[];
  /** Gives back what the run has not written: for one that only looks, or that failed. */
  giveBack: () => Promise<void>;
}

/** Whose lists are one value to server-side apply, so that a conflict says nothing of what is wrong. */
const isLookedAt = ({ apiVersion }: StateObject) =>
  /^(?:[a-z]+\.istio\.io|gateway\.networking\.k8s\.io)\//.test(apiVersion);

interface Live {
  metadata: { name: string; namespace?: string; resourceVersion: string; managedFields?: ManagedFields[] };
}

/** One object whose managers were changed. */
interface Changed {
  path: string;
  before: ManagedFields[];
  after: ManagedFields[];
}

/**
 * Makes the stack the manager of those fields of its Istio and Gateway API objects that somebody else has written since, so that a preview does not
 * fail where an update would not. What is in them stays until the run writes it.
 */
export async function takeBackFields(kubeconfig: string, objects: readonly StateObject[]): Promise<TakenBack> {
  const kinds: KnownKinds = new Map();
  const lists = new Map<string, Promise<Map<string, Live>>>();
  const findings: Finding[] = [];
  const changed: Changed[] = [];
  for (const object of objects.filter(isLookedAt)) {
    const path = await findPath(kubeconfig, object, kinds);
    if (path === undefined) continue;
    const list = path.replace(/\/namespaces\/[^/]+/, "").replace(/\/[^/]+$/, "");
    const known = lists.get(list) ?? readList(kubeconfig, list);
    lists.set(list, known);
    const live = (await known).get(`${object.namespace ?? ""}/${object.name}`);
    const before = live?.metadata.managedFields ?? [];
    const after = takeBack(before, object.manager, object.spec);
    if (live === undefined || after === undefined) continue;
    await writeManagers(kubeconfig, path, live.metadata.resourceVersion, after);
    changed.push({ path, before, after });
    findings.push(...listTakenFields(before, object.manager, object.spec).map((taken) => describe(object, taken)));
  }
  return { findings, giveBack: () => giveBack(kubeconfig, changed) };
}

async function readList(kubeconfig: string, path: string): Promise<Map<string, Live>> {
  const answer = await requestIfThere<{ items: Live[] }>(kubeconfig, inTime(path));
  return new Map((answer?.items ?? []).map((item) => [`${item.metadata.namespace ?? ""}/${item.metadata.name}`, item]));
}

/** Only what was read is replaced: whoever changed the object meanwhile makes this fail. */
async function writeManagers(kubeconfig: string, path: string, version: string, value: ManagedFields[]): Promise<void> {
  const body = [
    { op: "test", path: "/metadata/resourceVersion", value: version },
    { op: "replace", path: "/metadata/managedFields", value },
  ];
  await requestApi(kubeconfig, { ...inTime(path), method: "PATCH", body, contentType: "application/json-patch+json" });
}

async function giveBack(kubeconfig: string, changed: readonly Changed[]): Promise<void> {
  for (const { path, before, after } of changed) {
    const live = await requestIfThere<Live>(kubeconfig, inTime(path));
    if (JSON.stringify(sortByManager(live?.metadata.managedFields)) !== JSON.stringify(sortByManager(after))) continue;
    await writeManagers(kubeconfig, path, live?.metadata.resourceVersion ?? "", before);
  }
}

/** The API server sorts them. */
function sortByManager(managed: readonly ManagedFields[] = []): [string, unknown][] {
  return managed
    .map(({ manager, operation, fieldsV1 = {} }): [string, unknown] => [`${operation} ${manager}`, sortKeys(fieldsV1)])
    .sort(([one], [other]) => (one < other ? -1 : 1));
}

function sortKeys(fields: object): unknown {
  return Object.entries(fields)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([key, inner]) => [key, sortKeys(inner as object)]);
}

function describe({ kind, namespace, name }: StateObject, { manager, time, fields }: TakenFields): Finding {
  const when = time === undefined ? "" : ` at ${time}`;
  const message = `${fields.join(", ")} was changed by ${manager}${when}, and not by this stack`;
  const resource = { kind, name, ...(namespace === undefined ? {} : { namespace }) };
  return placeProblem(createProblem([], "MESH0165", message), { resource });
}
