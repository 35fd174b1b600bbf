import { formatClosest } from "../../../text/closest.js";
import { describeMissing, listNames, type KnownNames } from "../../gateway-api/known-names.js";
import { isCore } from "../../../mesh/gateway/reference-grants.js";
import { listParts } from "../../gateway-api/routes.js";
import { toMap, toMaps, toText } from "../../../text/read.js";
import type { Rule, RuleContext } from "../../rule.js";
import type { AnalyzedObject } from "../../../mesh/objects.js";

/** ConfigMaps with an authority that every namespace has: of Kubernetes and of Istio. */
const everywhere: ReadonlySet<string> = new Set(["kube-root-ca.crt", "istio-ca-root-cert"]);

/**
 * `BackendTLSPolicyCollection` in istio pilot/pkg/config/kube/gateway: without its target a policy does nothing, so that requests go in plain text; without its
 * authority they fail.
 */
export const backendTlsPolicies: Rule = {
  name: "backend-tls-policies",
  codes: ["MESH0372"],
  reads: ["gateway.networking.k8s.io/BackendTLSPolicy", "ConfigMap", "Service", "networking.istio.io/ServiceEntry"],
  check: (context) => {
    const names = {
      Service: listNames(context, "Service"),
      ServiceEntry: listNames(context, "networking.istio.io/ServiceEntry"),
      ConfigMap: listNames(context, "ConfigMap"),
    };
    for (const policy of context.list("gateway.networking.k8s.io/BackendTLSPolicy")) {
      const { targetRefs, validation } = toMap(policy.manifest.spec);
      for (const { value, path } of listParts(targetRefs, ["spec", "targetRefs"])) {
        const message = findTargetProblem(context, policy, value, names);
        if (message !== undefined) context.report(policy, { code: "MESH0372", path, message });
      }
      const at = ["spec", "validation", "caCertificateRefs"];
      for (const { value, path } of listParts(toMap(validation).caCertificateRefs, at)) {
        const message = findAuthorityProblem(context, policy, value, names.ConfigMap);
        if (message !== undefined) context.report(policy, { code: "MESH0372", path, message });
      }
    }
  },
};

function findTargetProblem(
  { find }: RuleContext,
  { namespace }: AnalyzedObject,
  { group, kind, name: given, sectionName }: Record<string, any>,
  names: { Service: KnownNames; ServiceEntry: KnownNames },
): string | undefined {
  const name = toText(given);
  const isService = kind === "Service" && isCore(group);
  if (!isService && !(kind === "ServiceEntry" && group === "networking.istio.io")) return undefined;
  const known = isService ? "Service" : "ServiceEntry";
  const target = find(isService ? "Service" : "networking.istio.io/ServiceEntry", namespace, name);
  if (target === undefined) return `the policy does nothing: ${describeMissing(known, name, namespace, names[known])}`;
  if (sectionName === undefined || target.isAssumed) return undefined;
  const ports = toMaps(toMap(target.manifest.spec).ports).map((port) => toText(port.name));
  if (ports.includes(toText(sectionName))) return undefined;
  return `the policy does nothing: the ${known} ${namespace}/${name} has no port that is named ${toText(sectionName)}${formatClosest(toText(sectionName), ports)}`;
}

function findAuthorityProblem(
  { find }: RuleContext,
  { namespace }: AnalyzedObject,
  { group, kind, name: given }: Record<string, any>,
  names: KnownNames,
): string | undefined {
  const name = toText(given);
  if (!isCore(group)) return undefined;
  if (kind === "Secret")
    return `requests fail: Istio reads authorities from ConfigMaps alone, not from the Secret ${name}`;
  if (kind !== "ConfigMap" || everywhere.has(name)) return undefined;
  const map = find("ConfigMap", namespace, name);
  if (map === undefined) return `requests fail: ${describeMissing("ConfigMap", name, namespace, names)}`;
  const data = toMap(map.manifest.data);
  if (map.isAssumed || ["ca.crt", "cacert"].some((key) => key in data)) return undefined;
  return `requests fail: the ConfigMap ${namespace}/${name} has no "ca.crt"`;
}
