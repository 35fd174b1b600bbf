import { isGatewayPod } from "./injection.js";
import { createWorkloads, type MeshWorkload } from "./workloads.js";
import { areAgesKnown, compareAge } from "./object-age.js";
import { toMap, toText } from "../text/read.js";
import type { AnalyzedObject, MeshReader, Workload } from "./objects.js";
import { file } from "./selection.js";
import { formatLabels } from "./selectors.js";

/** How pods take connections, and what says so. */
export interface MtlsMode {
  mode: "DISABLE" | "PERMISSIVE" | "STRICT";
  /** Undefined where nothing says anything. */
  policy: AnalyzedObject | undefined;
}

/** What PeerAuthentications say of all pods. */
export interface Mtls {
  /**
   * The mode of a port of pods, or of those ports that nothing is said of. Undefined where several policies of one level say
   * different things and are not there yet: the oldest counts, and which one that is stands in no file.
   */
  find: (workload: Pick<MeshWorkload, "namespace">, port?: number) => MtlsMode | undefined;
  /** The policy by which pods take nothing but mutual TLS at a port; undefined where they, or their proxy, take more. */
  findStrict: (workload: MeshWorkload, port: number | undefined) => AnalyzedObject | undefined;
  /** The policy by which the proxy of pods takes no mutual TLS at a port. */
  findDisabling: (workload: MeshWorkload, port: number | undefined) => AnalyzedObject | undefined;
  /** The policy that has modes for single ports of these pods. */
  findPortPolicy: (workload: MeshWorkload) => AnalyzedObject | undefined;
}

/**
 * Indexes all PeerAuthentications.
 * Source: `ComposePeerAuthentication` in istio pilot/pkg/security/authn, by which a selector counts outside of the root namespace only.
 */
export function createMtls({ ask, list, mesh }: MeshReader): Mtls {
  const workloads = ask(createWorkloads);
  const ofNamespace = new Map<string, AnalyzedObject[]>();
  const ofWorkload = new Map<Pick<MeshWorkload, "namespace">, AnalyzedObject[]>();
  for (const object of list("security.istio.io/PeerAuthentication")) {
    const labels = readMtlsSelector(object);
    if (formatLabels(labels) === "") file(ofNamespace, object.namespace, object);
    else if (object.namespace !== mesh.rootNamespace) {
      for (const workload of workloads.select(labels, object.namespace)) file(ofWorkload, workload, object);
    }
  }
  const find: Mtls["find"] = (workload, port) => {
    const isInRoot = workload.namespace === mesh.rootNamespace;
    const levels = [ofNamespace.get(mesh.rootNamespace), isInRoot ? [] : ofNamespace.get(workload.namespace)];
    return findMode([...levels, ofWorkload.get(workload)], port);
  };
  const findPolicy = (mode: MtlsMode["mode"], workload: MeshWorkload, port: number | undefined) => {
    if (workload.isInMesh === false || port === undefined || !isCaptured(workload, port)) return undefined;
    const found = find(workload, port);
    return found?.mode === mode ? found.policy : undefined;
  };
  return {
    find,
    findStrict: (workload, port) => findPolicy("STRICT", workload, port),
    findDisabling: (workload, port) => findPolicy("DISABLE", workload, port),
    findPortPolicy: (workload) =>
      ofWorkload.get(workload)?.find(({ manifest }) => manifest.spec?.portLevelMtls !== undefined),
  };
}

/** The labels of the pods that a PeerAuthentication is for; none where it is for all. */
export function readMtlsSelector({ manifest }: AnalyzedObject): Record<string, any> {
  return toMap(toMap(manifest.spec?.selector).matchLabels);
}

/** Whether connections to a port go to the proxy. Machines have no such settings; gateways are proxies and keep to no policy. */
function isCaptured({ workload }: MeshWorkload, port: number): boolean {
  if (workload === undefined) return true;
  return !isGatewayPod(workload) && !isExcluded(workload, port);
}

/** Whether annotations of pods keep a port from their proxy. */
export function isExcluded({ annotations }: Workload, port: number): boolean {
  const read = (name: string, byDefault: string) =>
    toText(toMap(annotations)[`traffic.sidecar.istio.io/${name}`] ?? byDefault)
      .split(",")
      .map((text) => text.trim());
  const included = read("includeInboundPorts", "*");
  const isIncluded = included.includes("*") || included.includes(String(port));
  return !isIncluded || read("excludeInboundPorts", "").includes(String(port));
}

function findMode(
  levels: readonly (readonly AnalyzedObject[] | undefined)[],
  port: number | undefined,
): MtlsMode | undefined {
  let found: MtlsMode = { mode: "PERMISSIVE", policy: undefined };
  for (const level of levels) {
    if (level === undefined) continue;
    const modes = level.toSorted(compareAge).map((policy) => ({ policy, mode: readMode(policy, port) }));
    const [first] = modes;
    if (modes.some(({ mode }) => mode !== first?.mode) && !areAgesKnown(level)) return undefined;
    if (first?.mode !== undefined) found = { mode: first.mode, policy: first.policy };
  }
  return found;
}

/** What a policy itself says; undefined where it leaves it to the level above. */
function readMode({ manifest }: AnalyzedObject, port: number | undefined): MtlsMode["mode"] | undefined {
  const { mtls, portLevelMtls } = toMap(manifest.spec);
  const ofPort: unknown = port === undefined ? undefined : toMap(toMap(portLevelMtls)[String(port)]).mode;
  return [ofPort, toMap(mtls).mode].find(isMode);
}

function isMode(value: unknown): value is MtlsMode["mode"] {
  return value === "DISABLE" || value === "PERMISSIVE" || value === "STRICT";
}
