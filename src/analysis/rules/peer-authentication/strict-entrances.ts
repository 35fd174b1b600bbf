import type { ValuePath } from "../../../findings/place.js";
import { createWorkloads, type MeshWorkloads } from "../../../mesh/workloads.js";
import { createMtls, type Mtls } from "../../../mesh/mtls.js";
import { formatName } from "../../names.js";
import { formatValue, toMap, toMaps, toText } from "../../../text/read.js";
import type { Rule, RuleContext } from "../../rule.js";
import type { AnalyzedObject } from "../../../mesh/objects.js";
import { findTargetPort } from "../../../mesh/ports.js";
import { formatLabels } from "../../../mesh/selectors.js";

/** Ways into the mesh for callers that have no proxy, to pods that take nothing but mutual TLS. */
export const strictEntrances: Rule = {
  name: "strict-entrances",
  codes: ["MESH0334"],
  reads: ["networking.k8s.io/Ingress", "Service"],
  check: (context) => {
    const workloads = context.ask(createWorkloads);
    const mtls = context.ask(createMtls);
    for (const object of context.list("Service")) {
      const { type } = toMap(object.manifest.spec);
      if (type !== "LoadBalancer" && type !== "NodePort") continue;
      const strict = findStrict(object, undefined, workloads, mtls);
      if (strict === undefined) continue;
      const message = `callers from outside have no certificate of the mesh, and ${strict}`;
      context.report(object, { code: "MESH0334", path: ["spec", "type"], message });
    }
    for (const object of context.list("networking.k8s.io/Ingress")) checkIngress(context, object, workloads, mtls);
  },
};

function checkIngress(
  { mesh, find, report }: RuleContext,
  object: AnalyzedObject,
  workloads: MeshWorkloads,
  mtls: Mtls,
): void {
  const { metadata, spec } = object.manifest;
  const ingressClass: unknown = toMap(spec).ingressClassName ?? metadata.annotations?.["kubernetes.io/ingress.class"];
  // Istio's own gateway has the certificate.
  if (ingressClass === (mesh.config.ingressClass ?? "istio")) return;
  for (const { backend, path } of listBackends(toMap(spec))) {
    const { name, port } = toMap(toMap(backend).service);
    const service = find("Service", object.namespace, toText(name));
    const strict = service && findStrict(service, toMap(port), workloads, mtls);
    if (strict === undefined) continue;
    const message = `the controller of class ${formatValue(ingressClass)} calls without a certificate of the mesh unless its pods have a proxy, and ${strict}`;
    report(object, { code: "MESH0334", path, message });
  }
}

function listBackends(spec: Record<string, any>): { backend: unknown; path: ValuePath }[] {
  const ruled = toMaps(spec.rules).flatMap((rule, index) =>
    toMaps(toMap(rule.http).paths).map((one, at) => ({
      backend: one.backend as unknown,
      path: ["spec", "rules", index, "http", "paths", at, "backend"],
    })),
  );
  return [{ backend: spec.defaultBackend as unknown, path: ["spec", "defaultBackend"] }, ...ruled];
}

/** The first pods of a Service, or of its one port, that take mutual TLS alone. */
function findStrict(
  service: AnalyzedObject,
  wanted: Record<string, any> | undefined,
  workloads: MeshWorkloads,
  mtls: Mtls,
): string | undefined {
  const { selector, ports } = toMap(service.manifest.spec);
  if (formatLabels(toMap(selector)) === "") return undefined;
  for (const workload of workloads.select(toMap(selector), service.namespace)) {
    for (const port of toMaps(ports)) {
      if (wanted !== undefined && wanted.number !== port.port && wanted.name !== port.name) continue;
      const policy = workload.workload && mtls.findStrict(workload, findTargetPort(port, workload.workload));
      if (policy === undefined) continue;
      const pods = `the pods of ${formatName(service)} take mutual TLS alone at port ${formatValue(port.port)}`;
      return `${pods}, by PeerAuthentication ${formatName(policy)}`;
    }
  }
  return undefined;
}
