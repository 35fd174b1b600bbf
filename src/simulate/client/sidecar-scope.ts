import { createHosts, type KnownHost } from "../../mesh/hosts.js";
import type { AnalyzedObject, MeshReader } from "../../mesh/objects.js";
import { toPort } from "../../mesh/ports.js";
import { file } from "../../mesh/selection.js";
import type { MeshWorkload } from "../../mesh/workloads.js";
import { toMap, toMaps, toText, toTexts } from "../../text/read.js";
import { readEgressHosts, type EgressHosts } from "./egress-hosts.js";
import type { Source } from "./http-rule.js";
import { createRouteLists } from "./all-routes.js";
import { isAgeKnown } from "../../mesh/object-age.js";
import { createSidecarChoice } from "./sidecar-choice.js";
import type { RouteSet } from "./route-sets.js";
import { listServicePorts } from "./service-ports.js";
import { chooseService } from "./visible-services.js";

/** What a sidecar's egress listener lets its pods call. */
export interface EgressListener {
  /** The port that it is for; undefined for all that no other listener is for. */
  port: number | undefined;
  /** Where it stands; undefined where no Sidecar says anything. */
  source: Source | undefined;
  /** Whether pods come to it in another way than by the address of what they call. */
  isBound: boolean;
  /** The Service or ServiceEntry of exactly that host. */
  findService: (host: string) => KnownHost | undefined;
  /** Those with that port. */
  listServices: (port: number) => readonly KnownHost[];
  /** The route sets that it lets in, the first to be asked first. */
  routes: readonly RouteSet[];
  /** Those that name exactly that host, which may begin with `*`. */
  findRoutes: (host: string) => readonly RouteSet[];
}

/** What a sidecar's pods may call. */
export interface SidecarScope {
  /** Undefined where none says anything. */
  sidecar: AnalyzedObject | undefined;
  listeners: readonly EgressListener[];
  /** Whether hosts that nobody declares are let through; undefined where they go to a proxy of their own, or to what DNS says later. */
  allowsAny: boolean | undefined;
  /** Undefined where Istio's default counts. */
  policySource: Source | undefined;
  /** Why it cannot be told which Sidecar counts. */
  unknown?: string;
}

/** Asks for the scope of pods. */
export type SidecarScopes = (workload: MeshWorkload) => SidecarScope;

/** The scopes of all pods, by the Sidecar that counts for them. */
export function createSidecarScopes(reader: MeshReader): SidecarScopes {
  const choose = reader.ask(createSidecarChoice);
  const scopes = new Map<string, SidecarScope>();
  return (workload) => {
    const [sidecar, other] = choose(workload);
    const key = `${workload.namespace}/${sidecar?.namespace ?? ""}/${sidecar?.manifest.metadata.name ?? ""}`;
    const scope = scopes.get(key) ?? createScope(reader, sidecar, workload.namespace);
    scopes.set(key, scope);
    const isTold = sidecar === undefined || other === undefined || isAgeKnown(sidecar, other);
    return isTold ? scope : { ...scope, unknown: `several Sidecars of ${sidecar.namespace} are for these pods` };
  };
}

function createScope(reader: MeshReader, sidecar: AnalyzedObject | undefined, namespace: string): SidecarScope {
  const spec = toMap(sidecar?.manifest.spec);
  const given = toMaps(spec.egress);
  const listeners = given.map((listener, index) => {
    const source = sidecar && { object: sidecar, path: ["spec", "egress", index] };
    return createListener(reader, { listener, source, namespace });
  });
  const all = { listener: { hosts: ["*/*"] }, source: undefined, namespace };
  const own: unknown = spec.outboundTrafficPolicy;
  const { mode, egressProxy } = toMap(isGiven(own) ? own : reader.mesh.config.outboundTrafficPolicy);
  const isOwn = sidecar !== undefined && isGiven(own);
  // A policy of a Sidecar without a mode has the first of the enumeration.
  const chosen = toText(mode) || (isOwn ? "REGISTRY_ONLY" : "ALLOW_ANY");
  const isKnown = (chosen === "ALLOW_ANY" && !isGiven(egressProxy)) || chosen === "REGISTRY_ONLY";
  return {
    sidecar,
    listeners: listeners.length > 0 ? listeners : [createListener(reader, all)],
    allowsAny: isKnown ? chosen === "ALLOW_ANY" : undefined,
    policySource: isOwn ? { object: sidecar, path: ["spec", "outboundTrafficPolicy"] } : undefined,
  };
}

interface Given {
  listener: Readonly<Record<string, any>>;
  source: Source | undefined;
  namespace: string;
}

function createListener(reader: MeshReader, { listener, source, namespace }: Given): EgressListener {
  const port = toPort(toMap(listener.port).number);
  const egress = readEgressHosts(toTexts(listener.hosts), namespace);
  const routes = reader
    .ask(createRouteLists)("mesh", namespace)
    .filter(({ object, hosts, isGatewayApi }) => egress.takesRoutes(object.namespace, hosts, isGatewayApi));
  const byHost = new Map<string, RouteSet[]>();
  for (const set of routes) for (const host of set.hosts) file(byHost, host, set);
  const hosts = reader.ask(createHosts);
  return {
    port,
    source,
    isBound: toText(listener.bind) !== "" || toText(listener.captureMode) === "NONE",
    findService: (host) => {
      const found = hosts.find(host, namespace).filter((known) => known.host === host && isTaken(known, egress, port));
      return chooseService(found, namespace);
    },
    listServices: createPortIndex(() =>
      hosts.listUnder("*", [namespace]).filter((known) => isTaken(known, egress, port)),
    ),
    routes,
    findRoutes: (host) => byHost.get(host) ?? [],
  };
}

/** A listener for one port takes only what has that port. */
function isTaken({ object, host }: KnownHost, egress: EgressHosts, port: number | undefined): boolean {
  if (!egress.takesService(object.namespace, host)) return false;
  return port === undefined || listServicePorts(object).some((one) => one.port === port);
}

function createPortIndex(list: () => readonly KnownHost[]): EgressListener["listServices"] {
  let byPort: Map<number, KnownHost[]> | undefined;
  return (port) => {
    if (byPort === undefined) {
      byPort = new Map();
      for (const known of list()) for (const one of listServicePorts(known.object)) file(byPort, one.port, known);
    }
    return byPort.get(port) ?? [];
  };
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null;
}
