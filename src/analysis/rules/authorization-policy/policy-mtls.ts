import type { ValuePath } from "../../../findings/place.js";
import { isGatewayPod } from "../../../mesh/injection.js";
import { createWorkloads, type MeshWorkload } from "../../../mesh/workloads.js";
import { createMtls } from "../../../mesh/mtls.js";
import { formatName } from "../../names.js";
import { toMap, toMaps, toTexts } from "../../../text/read.js";
import type { Rule, RuleContext } from "../../rule.js";
import type { AnalyzedObject } from "../../../mesh/objects.js";

const sourceFields = [
  "principals",
  "notPrincipals",
  "namespaces",
  "notNamespaces",
  "serviceAccounts",
  "notServiceAccounts",
  "trustDomains",
  "notTrustDomains",
];
const conditionKeys = new Set<unknown>([
  "source.principal",
  "source.namespace",
  "source.serviceAccount",
  "source.trustDomain",
  "connection.sni",
]);

/** Who is denied by these can call in plain text instead, where that is accepted. */
const provenFields = new Set(["principals", "namespaces", "serviceAccounts", "trustDomains"]);

/** Of what documents make, they say it themselves. */
const managedLabel = "app.kubernetes.io/managed-by";

/** What is known of callers by mutual TLS alone, where there is none. Kiali: business/checkers/authorization/mtls_enabled_checker.go. */
export const policyMtls: Rule = {
  name: "policy-mtls",
  codes: ["KIA0105", "MESH0220"],
  reads: ["security.istio.io/AuthorizationPolicy"],
  check: (context) => {
    const { mesh, list, report } = context;
    const workloads = context.ask(createWorkloads);
    const mtls = context.ask(createMtls);
    for (const object of list("security.istio.io/AuthorizationPolicy")) {
      const { selector, targetRef, targetRefs } = toMap(object.manifest.spec);
      const fields = listFields(object);
      if (fields.length === 0 || targetRef !== undefined || targetRefs !== undefined) continue;
      const isMeshWide = object.namespace === mesh.rootNamespace;
      const labels = toMap(toMap(selector).matchLabels);
      const selected = workloads.select(labels, isMeshWide ? undefined : object.namespace);
      const found = selected.filter(hasPolicies);
      const modes = found.map((workload) =>
        mtls.findPortPolicy(workload) === undefined ? mtls.find(workload) : undefined,
      );
      const plain = found.find((_, index) => modes[index]?.mode === "PERMISSIVE");
      if (plain !== undefined) checkDenied(context, object, fields, plain);
      const [first] = modes;
      if (first?.policy === undefined || modes.some((one) => one?.mode !== "DISABLE")) continue;
      for (const { path, name } of fields) {
        const message = `${name} is known by mutual TLS alone, which PeerAuthentication ${formatName(first.policy)} turns off`;
        report(object, { code: "KIA0105", path, message });
      }
    }
  },
};

/** Gateways keep to no PeerAuthentication. */
function hasPolicies({ workload, isInMesh }: MeshWorkload): boolean {
  return isInMesh !== false && (workload === undefined || !isGatewayPod(workload));
}

function checkDenied(
  { report }: RuleContext,
  object: AnalyzedObject,
  fields: readonly Field[],
  plain: MeshWorkload,
): void {
  const isMade = toMap(object.manifest.metadata.labels)[managedLabel] === "pulumi-istio";
  const denied = fields.find(({ name }) => provenFields.has(name));
  if (toMap(object.manifest.spec).action !== "DENY" || denied === undefined || isMade) return;
  const message = `a caller that is denied by its ${denied.name} can call ${formatName(plain.object)} in plain text, where it has none`;
  const remedy = "set the PeerAuthentication to STRICT, or allow by name instead";
  report(object, { code: "MESH0220", path: denied.path, message, remedy });
}

/** A field that goes by who the caller is. */
interface Field {
  path: ValuePath;
  name: string;
}

function listFields({ manifest }: AnalyzedObject): Field[] {
  return toMaps(manifest.spec?.rules).flatMap((rule, ruleIndex) => {
    const base = ["spec", "rules", ruleIndex];
    const sources = toMaps(rule.from).flatMap(({ source }, index) =>
      sourceFields
        .filter((name) => toTexts(toMap(source)[name]).length > 0)
        .map((name) => ({ path: [...base, "from", index, "source", name], name })),
    );
    const conditions = toMaps(rule.when).flatMap(({ key }, index) =>
      conditionKeys.has(key) ? [{ path: [...base, "when", index, "key"], name: String(key) }] : [],
    );
    return [...sources, ...conditions];
  });
}
