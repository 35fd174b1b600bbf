import type { Step } from "../../../src/simulate/answer.js";
import type { MeshRequest } from "../../../src/simulate/request.js";
import type { Routed } from "../../../src/simulate/routed.js";
import { routeRequest } from "../../../src/simulate/client/route-request.js";
import { createRequest, findWorkload, indexText } from "../mesh-of-text.js";

/** Namespaces with sidecars, and a caller `shop/web`, `ops/web`. */
export const callers = `
apiVersion: v1
kind: Namespace
metadata: { name: shop, labels: { istio-injection: enabled } }
---
apiVersion: v1
kind: Namespace
metadata: { name: ops, labels: { istio-injection: enabled } }
---
apiVersion: v1
kind: Namespace
metadata: { name: bare }
---
${["shop", "ops", "bare"].map((namespace) => createDeployment(namespace, "web")).join("\n---\n")}
`;

/** Pods `app: <name>`. */
export function createDeployment(namespace: string, name: string, annotations = "{}"): string {
  return `
apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name}, namespace: ${namespace} }
spec:
  selector: { matchLabels: { app: ${name} } }
  template:
    metadata: { labels: { app: ${name} }, annotations: ${annotations} }
    spec: { containers: [{ name: app, image: app }] }`;
}

/** A Service of HTTP at port 80, or at the ports given as in YAML. */
export function createService(namespace: string, name: string, ports = "[{ name: http, port: 80 }]"): string {
  return `
apiVersion: v1
kind: Service
metadata: { name: ${name}, namespace: ${namespace} }
spec: { selector: { app: ${name} }, ports: ${ports} }`;
}

/** A VirtualService; its spec as in YAML, with two spaces before each line. */
export function createVirtualService(namespace: string, name: string, spec: string, created = ""): string {
  return `
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: ${name}, namespace: ${namespace}${created === "" ? "" : `, creationTimestamp: "${created}"`} }
spec:
${spec}`;
}

/** What a request of pods gets, in a mesh of these documents and the callers. */
export function send(
  documents: readonly string[],
  given: Partial<MeshRequest> = {},
  from = "shop/web",
): readonly Routed[] {
  const mesh = indexText([callers, ...documents].join("\n---\n"));
  const [namespace = "", name = ""] = from.split("/");
  return routeRequest(mesh, createRequest(findWorkload(mesh, namespace, name), { host: "reviews", ...given }));
}

/** Each share in one line: where it goes and what with, or how it ends. */
export function summarize(routed: readonly Routed[]): string[] {
  return routed.map((one) => `${Number((one.share * 100).toFixed(4))} % ${summarizeOne(one)}`);
}

function summarizeOne(routed: Routed): string {
  if ("end" in routed) {
    const { end } = routed;
    if (end.kind !== "answered") return `${end.kind}: ${end.reason}`;
    const rest = [end.location, end.body, end.delay].filter((part) => part !== undefined);
    return [end.status, end.by, ...rest].join(" ");
  }
  const { host, port, subset, request, proxy, service, delay } = routed.target;
  const options = [subset, delay].filter((part) => part !== undefined && part !== "");
  const through = proxy === undefined ? ", not by a proxy" : "";
  return `${host}:${port}${request.path}${options.map((one) => ` ${one}`).join("")}${through}${service === undefined ? ", undeclared" : ""}`;
}

/** Message and place of the steps of the first share. */
export function listSteps([first]: readonly Routed[]): string[] {
  return (first?.steps ?? []).map(formatStep);
}

function formatStep({ message, source }: Step): string {
  return source === undefined ? message : `${message} @ ${source.path.map(String).join(".")}`;
}

/** Pods of a gateway and their Service, as Istio's chart makes them. */
const ingress = `
apiVersion: v1
kind: Service
metadata: { name: ingress, namespace: istio-system }
spec:
  selector: { istio: ingressgateway }
  ports: [{ name: http2, port: 80, targetPort: 8080 }, { name: https, port: 443, targetPort: 8443 }]
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: ingress, namespace: istio-system }
spec:
  template:
    metadata: { labels: { istio: ingressgateway }, annotations: { inject.istio.io/templates: gateway } }
    spec: { containers: [{ name: istio-proxy, image: auto }] }`;

/** What a request from outside gets at the ingress gateway. */
export function sendFromOutside(documents: readonly string[], given: Partial<MeshRequest> = {}): readonly Routed[] {
  const mesh = indexText([callers, ingress, ...documents].join("\n---\n"));
  const gateway = findWorkload(mesh, "istio-system", "ingress");
  return routeRequest(mesh, {
    ...createRequest(gateway, { host: "www.example.com" }),
    caller: { kind: "outside", gateway },
    ...given,
  });
}

/** A Gateway of Istio's API for the ingress gateway; its servers as in YAML, with two spaces before each line. */
export function createGateway(namespace: string, name: string, servers: string, created = ""): string {
  return `
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: { name: ${name}, namespace: ${namespace}${created === "" ? "" : `, creationTimestamp: "${created}"`} }
spec:
  selector: { istio: ingressgateway }
  servers:
${servers}`;
}
