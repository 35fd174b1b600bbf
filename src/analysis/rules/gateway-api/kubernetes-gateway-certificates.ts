import { listFrontends } from "../../gateway-api/frontends.js";
import { describeMissing, listNames, type KnownNames } from "../../gateway-api/known-names.js";
import { createGrants, isCore, type Grants } from "../../../mesh/gateway/reference-grants.js";
import { listParts, type Part } from "../../gateway-api/routes.js";
import { listMadeSecrets, secretKinds } from "../../made-secrets.js";
import { toMap, toText } from "../../../text/read.js";
import type { Rule, RuleContext } from "../../rule.js";
import type { AnalyzedObject } from "../../../mesh/objects.js";

/** `buildTLS` and `validateBackendClientCertificateRef` in istio pilot/pkg/config/kube/gateway: without a grant the listener has no certificate. */
export const kubernetesGatewayCertificates: Rule = {
  name: "kubernetes-gateway-certificates",
  codes: ["MESH0370", "MESH0371"],
  reads: [
    "gateway.networking.k8s.io/Gateway",
    "gateway.networking.k8s.io/ListenerSet",
    "gateway.networking.k8s.io/ReferenceGrant",
    "ConfigMap",
    "Namespace",
    ...secretKinds,
  ],
  check: (context) => {
    const known = readKnown(context);
    const owners = (["Gateway", "ListenerSet"] as const).flatMap((kind) =>
      context.list(`gateway.networking.k8s.io/${kind}`),
    );
    for (const object of owners) {
      for (const { value, path } of listReferences(object)) {
        const kind = toText(value.kind ?? "Secret");
        if (!isCore(value.group) || !["ConfigMap", "Secret"].includes(kind)) continue;
        const reference = { kind, namespace: toText(value.namespace) || object.namespace, name: toText(value.name) };
        checkReference(context, object, { ...reference, path, known });
      }
    }
  },
};

interface Known {
  grants: Grants;
  /** Namespaces in which something is declared: of others nothing is known. */
  namespaces: ReadonlySet<string>;
  secrets: KnownNames;
  made: ReadonlySet<string>;
}

function readKnown(context: RuleContext): Known {
  const secrets = listNames(context, "Secret");
  const made = listMadeSecrets(context);
  const declared = context.list("Namespace").filter(({ isAssumed }) => !isAssumed);
  const grants = context.list("gateway.networking.k8s.io/ReferenceGrant");
  const namespaces = new Set([
    ...declared.map(({ manifest }) => manifest.metadata.name),
    ...[...grants, ...context.list("ConfigMap")].map(({ namespace }) => namespace),
    ...secrets.keys(),
    ...[...made].map((one) => one.split("/", 1)[0] ?? ""),
  ]);
  return { grants: createGrants(context), namespaces, secrets, made };
}

/** Certificates of servers, authorities of clients' certificates, and what the gateway itself shows to backends. */
function listReferences({ manifest }: AnalyzedObject): Part[] {
  const { listeners, tls } = toMap(manifest.spec);
  const ofListeners = listParts(listeners, ["spec", "listeners"]).flatMap(({ value, path }) =>
    listParts(toMap(value.tls).certificateRefs, [...path, "tls", "certificateRefs"]),
  );
  const { backend } = toMap(tls);
  const authorities = listFrontends(manifest.spec).flatMap((frontend) => frontend.authorities);
  const own = toMap(backend).clientCertificateRef as unknown;
  const shown =
    own === undefined ? [] : [{ value: toMap(own), path: ["spec", "tls", "backend", "clientCertificateRef"] }];
  return [...ofListeners, ...authorities, ...shown];
}

/** By which name istiod asks for a grant of an authority: `SdsCaSuffix`, which `buildCaCertificateReference` puts behind it. */
const authoritySuffix = "-cacert";

interface Reference {
  kind: string;
  namespace: string;
  name: string;
  path: Part["path"];
  known: Known;
}

function checkReference(context: RuleContext, object: AnalyzedObject, reference: Reference): void {
  const { kind, namespace, name, path, known } = reference;
  const owner = object.manifest.kind;
  const isOther = namespace !== object.namespace;
  const from = { kind: owner, namespace: object.namespace };
  const isGranted = (by: string) => known.grants(from, { kind, namespace, name: by });
  const ofAuthority = path[2] === "frontend" ? `${name}${authoritySuffix}` : name;
  if (isOther && known.namespaces.has(namespace) && isGranted(name) && !isGranted(ofAuthority)) {
    const message = `the ReferenceGrant in ${namespace} names the ${kind} ${name}, and istiod looks for the name ${ofAuthority}`;
    const remedy = "leave `name` out of the ReferenceGrant's `to`";
    context.report(object, { code: "MESH0370", path, message, remedy });
  } else if (isOther && known.namespaces.has(namespace) && !isGranted(name)) {
    const effect = path[1] === "listeners" ? ", so the listener gets no certificate" : "";
    const message = `no ReferenceGrant in ${namespace} lets the ${owner} of ${object.namespace} name the ${kind} ${name}${effect}`;
    context.report(object, { code: "MESH0370", path, message });
  } else if (kind === "Secret" && isMissing(object, reference)) {
    const message = describeMissing("Secret", name, namespace, known.secrets);
    context.report(object, { code: "MESH0371", path, message });
  }
}

/** Where no Secret of a namespace is declared, all are made elsewhere; cert-manager makes those of a Gateway that names an issuer. */
function isMissing({ manifest }: AnalyzedObject, { namespace, name, known }: Reference): boolean {
  const there = known.secrets.get(namespace) ?? [];
  const annotations = Object.keys(toMap(manifest.metadata.annotations));
  if (there.length === 0 || annotations.some((key) => key.startsWith("cert-manager.io/"))) return false;
  return !there.includes(name) && !known.made.has(`${namespace}/${name}`);
}
