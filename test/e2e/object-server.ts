import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { toMap, toMaps } from "../../src/text/read.js";
import { objectKinds } from "../../src/mesh/objects.js";
import { file } from "../../src/mesh/selection.js";
import type { Manifest } from "../../src/kubernetes/manifest.js";
import { isNamespaced } from "../../src/kubernetes/scope.js";
import { computeKubeconfig } from "../components/api-server.js";

/**
 * Runs `work` beside an API server on loopback that holds these objects and nothing else, to be read and watched: what a cluster
 * would answer once they are in it, without one.
 */
export async function withObjects<T>(
  objects: readonly Manifest[],
  work: (kubeconfig: string) => Promise<T>,
): Promise<T> {
  const byResource = new Map<string, Manifest[]>();
  for (const object of [...objects, ...listNamespaces(objects), ...listDefinitions(objects)].map(complete)) {
    file(byResource, toResource(object), object);
  }
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? "", "http://api");
    answer(response, byResource, { path: pathname, query: searchParams });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    return await work(computeKubeconfig((server.address() as AddressInfo).port));
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

const kinds = new Map(
  objectKinds.map((id) => {
    const [kind = "", group = ""] = id.split("/").reverse();
    return [`${group}/${toPlural(kind)}`, kind];
  }),
);

interface Request {
  path: string;
  query: URLSearchParams;
}

/** `/api/v1/…` or `/apis/<group>/<version>/…`, then `[namespaces/<namespace>/]<resource>[/<name>]`. */
function answer(response: ServerResponse, byResource: Map<string, Manifest[]>, { path, query }: Request): void {
  const [root = "", ...steps] = path.split("/").slice(1);
  const group = root === "api" ? "" : steps.shift();
  const version = steps.shift() ?? "";
  const namespace = steps[0] === "namespaces" && steps.length > 2 ? steps.splice(0, 2)[1] : undefined;
  const [resource = "", name] = steps;
  const items = byResource.get(`${group}/${resource}`) ?? [];
  if (query.get("watch") === "true") {
    // Nothing ever changes here. Who asks for a list by a watch is sent to the list.
    if (query.has("sendInitialEvents")) refuse(response, 422, "Invalid");
    else response.writeHead(200, { "content-type": "application/json" }).flushHeaders();
    return;
  }
  const apiVersion = group === "" ? version : `${group}/${version}`;
  const found = items
    .filter(({ metadata }) => namespace === undefined || metadata.namespace === namespace)
    .filter((item) => isWanted(item, query.get("fieldSelector") ?? ""))
    .filter((item) => isLabeled(item, query.get("labelSelector") ?? ""))
    .map((item) => ({ ...item, apiVersion }));
  if (name === undefined) {
    const kind = `${kinds.get(`${group}/${resource}`) ?? "Object"}List`;
    send(response, 200, { apiVersion, kind, metadata: { resourceVersion: "1" }, items: found });
    return;
  }
  const one = found.find(({ metadata }) => metadata.name === name);
  if (one === undefined) refuse(response, 404, "NotFound");
  else send(response, 200, one);
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}

function refuse(response: ServerResponse, code: number, reason: string): void {
  send(response, code, { apiVersion: "v1", kind: "Status", status: "Failure", reason, code });
}

/** Of the field selectors only what istioctl asks: names and namespaces that it does not want. */
function isWanted({ metadata }: Manifest, selector: string): boolean {
  const fields: Record<string, unknown> = {
    "metadata.namespace": metadata.namespace,
    "metadata.name": metadata.name,
  };
  return selector.split(",").every((term) => {
    const [field = "", unwanted] = term.split("!=");
    return unwanted === undefined || !(field in fields) || fields[field] !== unwanted;
  });
}

/** Of the label selectors, too: one value of one label. */
function isLabeled({ metadata }: Manifest, selector: string): boolean {
  const [label = "", value] = selector.split("=");
  return selector === "" || metadata.labels?.[label] === value;
}

/** Namespaces that every cluster has, and those that the objects are in. */
function listNamespaces(objects: readonly Manifest[]): Manifest[] {
  const named = objects.filter(isNamespaced).map(({ metadata }) => metadata.namespace ?? "default");
  const own = new Set(objects.filter(({ kind }) => kind === "Namespace").map(({ metadata }) => metadata.name));
  const names = [...new Set(["default", "istio-system", ...named])].filter((name) => !own.has(name));
  return names.map((name): Manifest => {
    const labels: Record<string, string> = name === "default" ? { "istio-injection": "disabled" } : {};
    return { apiVersion: "v1", kind: "Namespace", metadata: { name, labels } };
  });
}

/** The definitions of all kinds that are read, where the objects bring none of their own: what has none is not asked for. */
function listDefinitions(objects: readonly Manifest[]): Manifest[] {
  const own = new Set(
    objects.filter(({ kind }) => kind === "CustomResourceDefinition").map((one) => one.metadata.name),
  );
  return objectKinds.flatMap((id) => {
    const [group = "", kind] = id.split("/");
    if (kind === undefined || !/istio\.io$|^gateway\.networking/.test(group)) return [];
    const name = `${toPlural(kind)}.${group}`;
    if (own.has(name)) return [];
    const annotations: Record<string, string> = group.startsWith("gateway.")
      ? { "gateway.networking.k8s.io/bundle-version": "v1.6.0" }
      : {};
    return [
      { apiVersion: "apiextensions.k8s.io/v1", kind: "CustomResourceDefinition", metadata: { name, annotations } },
    ];
  });
}

/** As the API server keeps it. */
function complete(object: Manifest, index: number): Manifest {
  const { namespace = "default", ...metadata } = object.metadata;
  const placed = isNamespaced(object) ? { ...metadata, namespace } : metadata;
  const kept = { ...placed, uid: String(index), resourceVersion: "1" };
  return { ...object, ...completeService(object), ...completeSecret(object), metadata: kept };
}

function completeService({ kind, spec }: Manifest): object {
  if (kind !== "Service") return {};
  const ports = toMaps(toMap(spec).ports).map((port) => ({
    protocol: "TCP",
    targetPort: port.port as unknown,
    ...port,
  }));
  return { spec: { ...toMap(spec), ports } };
}

function completeSecret({ kind, data, stringData }: Manifest): object {
  if (kind !== "Secret") return {};
  const texts = Object.entries(toMap(stringData)).map(([key, text]) => [
    key,
    Buffer.from(String(text)).toString("base64"),
  ]);
  return { data: { ...toMap(data), ...Object.fromEntries(texts) }, stringData: undefined };
}

function toResource({ apiVersion, kind }: Manifest): string {
  return `${apiVersion.includes("/") ? apiVersion.split("/")[0] : ""}/${toPlural(kind)}`;
}

function toPlural(kind: string): string {
  const name = kind.toLowerCase();
  if (/[^aeiou]y$/.test(name)) return `${name.slice(0, -1)}ies`;
  return `${name}${/(s|x|ch)$/.test(name) ? "es" : "s"}`;
}
