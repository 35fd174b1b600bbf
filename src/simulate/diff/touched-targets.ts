import { listCredentialNames, listServers } from "../../mesh/gateway/gateway-servers.js";
import { shareHosts, toFqdn } from "../../mesh/host-names.js";
import { workloadKinds, type AnalyzedObject, type MeshReader, type ObjectKind } from "../../mesh/objects.js";
import { isAttached } from "../../mesh/policy-attachment.js";
import { file } from "../../mesh/selection.js";
import { matchesPolicySelector } from "../../mesh/selectors.js";
import { createWorkloads, type MeshWorkload } from "../../mesh/workloads.js";
import { toMap, toMaps, toText } from "../../text/read.js";
import { createPodsBehind } from "../probes/pods-behind.js";
import { listServiceRefs } from "../probes/target-policies.js";
import { createTargets, type Target } from "../probes/targets.js";
import type { ChangedObject } from "./changed-objects.js";

/** By their keys the targets that objects which differ bear on, in either version of a mesh, each with these objects. */
export function findTouchedTargets(
  before: MeshReader,
  after: MeshReader,
  changes: readonly ChangedObject[],
): Map<string, ChangedObject[]> {
  const touched = new Map<string, ChangedObject[]>();
  const isAll = JSON.stringify(before.mesh.config) !== JSON.stringify(after.mesh.config);
  if (isAll) {
    for (const reader of [before, after]) for (const key of reader.ask(createTargets).all.keys()) touched.set(key, []);
  }
  for (const change of changes) {
    const targets = [
      ...listTouched(before, change.kind, change.before),
      ...listTouched(after, change.kind, change.after),
    ];
    for (const key of new Set(targets.map((target) => target.key))) file(touched, key, change);
  }
  return touched;
}

type ListTouched = (reader: MeshReader, object: AnalyzedObject) => readonly Target[];

/** What stands on the way of requests is indexed by the object. */
const listOnWay: ListTouched = (reader, object) => reader.ask(createTargets).byObject.get(object) ?? [];

const byKind: Partial<Record<ObjectKind, ListTouched>> = {
  Secret: listOfSecret,
  Namespace: (reader, { manifest }) =>
    listOfWorkloads(reader, reader.ask(createWorkloads).select({}, manifest.metadata.name)),
  "networking.istio.io/DestinationRule": listOfDestinationRule,
  "networking.istio.io/Sidecar": listOfSelector,
  "networking.istio.io/EnvoyFilter": listOfSelector,
  "networking.istio.io/ProxyConfig": listOfSelector,
  "networking.istio.io/WorkloadEntry": listOfMachine,
  "networking.istio.io/WorkloadGroup": listOfMachine,
  "extensions.istio.io/WasmPlugin": listOfPolicy,
  "security.istio.io/AuthorizationPolicy": listOfPolicy,
  "security.istio.io/PeerAuthentication": listOfPolicy,
  "security.istio.io/RequestAuthentication": listOfPolicy,
  "gateway.networking.k8s.io/BackendTLSPolicy": (reader, object) => listOfHosts(reader, listServiceRefs(object)),
  "gateway.networking.k8s.io/ReferenceGrant": listOfGrant,
  ...Object.fromEntries(workloadKinds.map((kind) => [kind, listOfMachine])),
};

function listTouched(reader: MeshReader, kind: ObjectKind, object: AnalyzedObject | undefined): readonly Target[] {
  if (object === undefined) return [];
  return (byKind[kind] ?? listOnWay)(reader, object);
}

function listOfHosts(reader: MeshReader, hosts: readonly string[]): Target[] {
  const { byHost } = reader.ask(createTargets);
  return hosts.flatMap((host) => byHost.get(host) ?? []);
}

function listOfWorkloads(reader: MeshReader, workloads: readonly MeshWorkload[]): Target[] {
  const { hostsOf } = reader.ask(createPodsBehind);
  const { byGateway } = reader.ask(createTargets);
  return workloads.flatMap((one) => [...listOfHosts(reader, hostsOf(one)), ...(byGateway.get(one) ?? [])]);
}

/** What an object is for by its own selector: of the root namespace pods everywhere. */
function listOfSelector(reader: MeshReader, { manifest, namespace }: AnalyzedObject): Target[] {
  const { workloadSelector, selector } = toMap(manifest.spec);
  const { labels, matchLabels } = toMap(workloadSelector ?? selector);
  const wanted = toMap(labels ?? matchLabels);
  const { select } = reader.ask(createWorkloads);
  return listOfWorkloads(reader, select(wanted, namespace === reader.mesh.rootNamespace ? undefined : namespace));
}

function listOfPolicy(reader: MeshReader, object: AnalyzedObject): Target[] {
  const { select } = reader.ask(createWorkloads);
  const near = select({}, object.namespace === reader.mesh.rootNamespace ? undefined : object.namespace);
  const found = near.filter((workload) => isAttached(object, workload));
  return [...listOfWorkloads(reader, found), ...listOfHosts(reader, listServiceRefs(object))];
}

function listOfDestinationRule(reader: MeshReader, { manifest, namespace }: AnalyzedObject): Target[] {
  const host = toFqdn(toText(toMap(manifest.spec).host), namespace);
  if (!host.startsWith("*")) return listOfHosts(reader, [host]);
  const { byHost } = reader.ask(createTargets);
  return [...byHost].flatMap(([one, targets]) => (shareHosts(host, one) ? targets : []));
}

function listOfMachine(reader: MeshReader, object: AnalyzedObject): Target[] {
  const own = reader.ask(createWorkloads).select({}, object.namespace);
  const made = own.filter((one) => one.object === object);
  const { all } = reader.ask(createPodsBehind);
  // A ServiceEntry's machines need not be known as its workloads.
  const entries = all.filter(({ object: entry }) => {
    const selector = toMap(toMap(toMap(entry.manifest.spec).workloadSelector).labels);
    const isNear = entry.namespace === object.namespace && Object.keys(selector).length > 0;
    return isNear && made.some(({ labels }) => matchesPolicySelector(selector, labels));
  });
  return [
    ...listOfWorkloads(reader, made),
    ...listOfHosts(
      reader,
      entries.map(({ host }) => host),
    ),
  ];
}

/** The hosts of the gateways whose certificates are in it. */
function listOfSecret(reader: MeshReader, { manifest }: AnalyzedObject): Target[] {
  const { name } = manifest.metadata;
  const { byObject } = reader.ask(createTargets);
  const ofIstio = reader
    .list("networking.istio.io/Gateway")
    .filter((gateway) => listServers(gateway).some((server) => listCredentialNames(server).includes(name)));
  const ofGatewayApi = reader
    .list("gateway.networking.k8s.io/Gateway")
    .filter((gateway) => JSON.stringify(toMap(gateway.manifest.spec).listeners ?? []).includes(`"name":"${name}"`));
  return [...ofIstio, ...ofGatewayApi].flatMap((gateway) => byObject.get(gateway) ?? []);
}

/** Routes of the namespaces that it lets refer to others. */
function listOfGrant(reader: MeshReader, { manifest }: AnalyzedObject): Target[] {
  const namespaces = toMaps(toMap(manifest.spec).from).map(({ namespace }) => toText(namespace));
  const { byObject } = reader.ask(createTargets);
  return [...byObject].flatMap(([object, targets]) =>
    object.manifest.kind.endsWith("Route") && namespaces.includes(object.namespace) ? targets : [],
  );
}
