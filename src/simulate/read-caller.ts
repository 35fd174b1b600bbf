import { formatClosest } from "../text/closest.js";
import { createGatewaySelection } from "../mesh/selection.js";
import { toMap } from "../text/read.js";
import type { MeshReader } from "../mesh/objects.js";
import { createWorkloads, gatewayNameLabel, isGateway, type MeshWorkload } from "../mesh/workloads.js";
import { formatWorkload } from "./format-object.js";
import type { Caller } from "./request.js";
import { listensFor } from "./served-hosts.js";

/** The forms of a caller. */
export const callerForms =
  "<namespace>/<workload>, plain, plain/<namespace>, outside, or outside:<namespace>/<gateway>";

/** More are no help to a person. */
const mostNames = 10;

/**
 * Reads who calls: `shop/web`, a workload or the Service of one; `plain` or `plain/shop`, a pod without a proxy; `outside` or
 * `outside:istio-ingress/istio-ingressgateway`, a client who comes through a gateway: without a name the only one, or the only one that listens
 * for the host. @returns what is wrong with it, where it is no caller
 */
export function readCaller(
  mesh: MeshReader,
  text: string,
  { host, address }: { host?: string; address?: string } = {},
): Caller | string {
  const [, plain] = /^plain(?:\/(.+))?$/.exec(text) ?? [];
  if (text === "plain" || plain !== undefined) return { kind: "plain", namespace: plain ?? "default" };
  if (text === "outside" || text.startsWith("outside:")) {
    const gateway = findGateway(mesh, text.slice("outside:".length), host);
    if (typeof gateway === "string") return gateway;
    return { kind: "outside", gateway, ...(address === undefined ? {} : { address }) };
  }
  const [, namespace, name] = /^([^/]+)\/([^/]+)$/.exec(text) ?? [];
  if (namespace === undefined || name === undefined) return `from is "${text}"; it must be ${callerForms}`;
  return findWorkload(mesh, namespace, name);
}

function findWorkload(mesh: MeshReader, namespace: string, name: string): Caller | string {
  const all = mesh.ask(createWorkloads).select({}).filter(isCaller);
  const named = all.filter((one) => one.namespace === namespace && nameOf(one) === name);
  const [found] = named.toSorted((a, b) => rank(a) - rank(b));
  if (found !== undefined) return { kind: "workload", workload: found };
  const service = mesh.find("Service", namespace, name);
  const selector = toMap(toMap(service?.manifest.spec).selector);
  const behind =
    Object.keys(selector).length === 0 ? [] : mesh.ask(createWorkloads).select(selector, namespace).filter(isCaller);
  const [only, ...others] = behind;
  if (only !== undefined && others.length === 0) return { kind: "workload", workload: only };
  if (only !== undefined)
    return `from is "${namespace}/${name}", a Service of several workloads; name one of ${list(behind)}`;
  const known = all.map((one) => `${one.namespace}/${nameOf(one)}`);
  const hint = formatClosest(`${namespace}/${name}`, known);
  return `from is "${namespace}/${name}", and no workload has that name${hint}; there are ${list(all) || "none"}`;
}

/** What is a template alone calls nobody. */
function isCaller({ object }: MeshWorkload): boolean {
  return object.manifest.kind !== "WorkloadGroup";
}

const order = ["Deployment", "StatefulSet", "DaemonSet", "Rollout", "ReplicaSet", "Job", "CronJob", "Pod"];

function rank({ object }: MeshWorkload): number {
  const at = order.indexOf(object.manifest.kind);
  return at === -1 ? order.length : at;
}

/** The pods of a gateway by their own name, or by that of a Gateway of either API. */
function findGateway(mesh: MeshReader, text: string, host: string | undefined): MeshWorkload | string {
  const gateways = listGateways(mesh);
  if (text === "") {
    const serving = host === undefined ? [] : gateways.filter((one) => listensFor(mesh, one, host));
    const [only, ...others] = serving.length === 1 ? serving : gateways;
    if (only !== undefined && others.length === 0) return only;
    return `from is "outside", and there ${only === undefined ? "is no gateway" : `are several gateways; name one: ${list(gateways, "outside:")}`}`;
  }
  const [namespace = "", name = ""] = text.split(/\/(.*)/s);
  const named = gateways.find((one) => one.namespace === namespace && nameOf(one) === name);
  if (named !== undefined) return named;
  const selector = toMap(mesh.find("networking.istio.io/Gateway", namespace, name)?.manifest.spec?.selector);
  const [served] = Object.keys(selector).length === 0 ? [] : mesh.ask(createGatewaySelection)(selector);
  const pods = gateways.find(({ object }) => object === served?.object);
  if (pods !== undefined) return pods;
  const hint = formatClosest(
    text,
    gateways.map((one) => `${one.namespace}/${nameOf(one)}`),
  );
  return `from is "outside:${text}", and no gateway has that name${hint}; there are ${list(gateways, "outside:") || "none"}`;
}

/** Those of the Gateway API stand for their pods; that of every installation counts only where nobody declares another. */
function listGateways(mesh: MeshReader): MeshWorkload[] {
  const all = mesh.ask(createWorkloads).select({}).filter(isGateway);
  const ofApi = all.filter(({ workload }) => workload === undefined);
  const pods = all.filter(({ workload, labels }) => workload !== undefined && labels[gatewayNameLabel] === undefined);
  const isWaypoint = ({ object }: MeshWorkload) => toMap(object.manifest.spec).gatewayClassName === "istio-waypoint";
  return [...pods, ...ofApi.filter((one) => !isWaypoint(one))];
}

function nameOf({ object }: MeshWorkload): string {
  return object.manifest.metadata.name;
}

function list(workloads: readonly MeshWorkload[], before = ""): string {
  const names = [...new Set(workloads.map((one) => `${before}${formatWorkload(one).split(" ")[1] ?? ""}`))];
  const more = names.length > mostNames ? ` and ${names.length - mostNames} more` : "";
  return `${names.slice(0, mostNames).join(", ")}${more}`;
}
