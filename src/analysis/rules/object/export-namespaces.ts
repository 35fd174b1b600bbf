import type { ValuePath } from "../../../findings/place.js";
import { formatClosest } from "../../../text/closest.js";
import { listDeclaredNamespaces } from "../../../mesh/namespaces.js";
import { toMap, toText, toTexts } from "../../../text/read.js";
import type { Rule } from "../../rule.js";
import type { AnalyzedObject, ObjectKind } from "../../../mesh/objects.js";

const kinds = [
  "networking.istio.io/DestinationRule",
  "networking.istio.io/ServiceEntry",
  "networking.istio.io/VirtualService",
  "Service",
  "gateway.networking.k8s.io/ReferenceGrant",
] as const satisfies readonly ObjectKind[];

const annotation = "networking.istio.io/exportTo";
const special = new Set(["*", ".", "~"]);

/** Kiali: business/checkers/common/export_to_namespace_checker.go and k8sreferencegrants/namespace_checker.go. */
export const exportNamespaces: Rule = {
  name: "export-namespaces",
  codes: ["KIA0005", "KIA1601"],
  reads: kinds,
  check: (context) => {
    const namespaces = context.ask(listDeclaredNamespaces);
    if (namespaces === undefined) return;
    const known = [...namespaces];
    for (const object of kinds.flatMap((kind) => context.list(kind))) {
      for (const { name, path } of listNames(object)) {
        if (special.has(name) || namespaces.has(name)) continue;
        const code = object.manifest.kind === "ReferenceGrant" ? "KIA1601" : "KIA0005";
        const message = `no namespace is called "${name}"${formatClosest(name, known)}`;
        context.report(object, { code, path, message });
      }
    }
  },
};

/** Namespaces that an object names as those who may use it. */
function listNames({ manifest }: AnalyzedObject): { name: string; path: ValuePath }[] {
  const spec = toMap(manifest.spec);
  if (manifest.kind === "Service") {
    const names = toText(manifest.metadata.annotations?.[annotation]).split(",");
    const given = names.map((name) => name.trim()).filter((name) => name !== "");
    return given.map((name) => ({ name, path: ["metadata", "annotations", annotation] }));
  }
  if (manifest.kind === "ReferenceGrant") {
    const from: readonly unknown[] = Array.isArray(spec.from) ? spec.from : [];
    return from.map((one, index) => ({
      name: toText(toMap(one).namespace),
      path: ["spec", "from", index, "namespace"],
    }));
  }
  return toTexts(spec.exportTo).map((name, index) => ({ name, path: ["spec", "exportTo", index] }));
}
