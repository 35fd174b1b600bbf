import { readText } from "../../certificates.js";
import { listFrontends, type Frontend } from "../../gateway-api/frontends.js";
import { describeMissing, listNames, type KnownNames } from "../../gateway-api/known-names.js";
import { isCore } from "../../../mesh/gateway/reference-grants.js";
import type { Part } from "../../gateway-api/routes.js";
import { findAuthorityFault } from "../../../mesh/gateway/x509.js";
import type { AnalyzedObject } from "../../../mesh/objects.js";
import { toPort } from "../../../mesh/ports.js";
import { toMap, toMaps, toText } from "../../../text/read.js";
import type { Rule, RuleContext } from "../../rule.js";

/** Authorities that every namespace has: of Kubernetes and of Istio. */
const everywhere: ReadonlySet<string> = new Set(["kube-root-ca.crt", "istio-ca-root-cert"]);

/** What has a certificate of Istio's own, and so asks nobody for one, or for one of the mesh: `buildTLS`. */
const builtIn: ReadonlySet<unknown> = new Set(["ISTIO_SIMPLE", "ISTIO_MUTUAL"]);

/** `buildTLS` and `buildCaCertificateReference` in istio pilot/pkg/config/kube/gateway: with a bad authority the listener is not there. */
export const clientAuthorities: Rule = {
  name: "client-authorities",
  codes: ["MESH0375", "MESH0376", "MESH0377", "MESH0378"],
  reads: ["gateway.networking.k8s.io/Gateway", "ConfigMap", "Secret"],
  check: (context) => {
    const names = { ConfigMap: listNames(context, "ConfigMap"), Secret: listNames(context, "Secret") };
    for (const object of context.list("gateway.networking.k8s.io/Gateway")) {
      if (toMap(object.manifest.spec).gatewayClassName !== "istio") continue;
      const frontends = listFrontends(object.manifest.spec);
      for (const frontend of frontends) {
        if (frontend.authorities.length === 0) continue;
        reportAuthorities(context, object, frontend, names);
        reportMode(context, object, frontend);
        reportListeners(context, object, frontend, frontends);
      }
    }
  },
};

type Names = Readonly<Record<"ConfigMap" | "Secret", KnownNames>>;

function reportAuthorities(context: RuleContext, object: AnalyzedObject, frontend: Frontend, names: Names): void {
  const [first, second] = frontend.authorities;
  if (second !== undefined) {
    const message = "Istio takes one authority of clients, and refuses the listeners of several";
    const remedy = "put all certificates into one ConfigMap";
    context.report(object, { code: "MESH0375", path: second.path, message, remedy });
  }
  if (first !== undefined) reportAuthority(context, object, first, names);
}

function reportAuthority(context: RuleContext, object: AnalyzedObject, { value, path }: Part, names: Names): void {
  const kind = toText(value.kind);
  const name = toText(value.name);
  const namespace = toText(value.namespace) || object.namespace;
  if (!isCore(value.group) || (kind !== "ConfigMap" && kind !== "Secret")) {
    const message = `Istio reads authorities of clients from ConfigMaps and Secrets, not from the ${kind} ${name}`;
    context.report(object, { code: "MESH0375", path, message });
    return;
  }
  const source = context.find(kind, namespace, name);
  if (source === undefined) {
    // Where none is declared, all are made elsewhere.
    if (everywhere.has(name) || !names[kind].has(namespace)) return;
    const message = describeMissing(kind, name, namespace, names[kind]);
    context.report(object, { code: "MESH0378", path, message });
    return;
  }
  const fault = source.isAssumed ? undefined : findFault(source, context.mesh.now);
  if (fault === undefined) return;
  context.report(object, { code: "MESH0375", path, message: `the ${kind} ${namespace}/${name} ${fault}` });
}

/** What a value has that is only known later is not judged. */
function findFault({ manifest }: AnalyzedObject, now: Date): string | undefined {
  const { kind, data, stringData } = manifest;
  const values = { ...toMap(data), ...toMap(stringData) };
  const field = ["cacert", "ca.crt"].find((one) => one in values && values[one] !== "");
  if (field === undefined) return 'has no "ca.crt"';
  if (typeof values[field] !== "string") return undefined;
  return findAuthorityFault(kind === "Secret" ? readText(manifest, field) : values[field], field, now);
}

function reportMode({ report }: RuleContext, object: AnalyzedObject, { validation, path }: Frontend): void {
  if (validation.mode !== "AllowInsecureFallback") return;
  const message = "clients without a certificate are let in, and those with a certificate that no authority has signed";
  report(object, { code: "MESH0376", path: [...path, "mode"], message });
}

/** Listeners of a ListenerSet are not looked at: a Gateway that lets any in may have more than its own. */
function reportListeners(
  { report }: RuleContext,
  object: AnalyzedObject,
  { port, path }: Frontend,
  all: readonly Frontend[],
): void {
  const { listeners, allowedListeners } = toMap(object.manifest.spec);
  const ending = toMaps(listeners).filter(({ protocol, tls }) => {
    return ["HTTPS", "TLS"].includes(toText(protocol)) && toMap(tls).mode !== "Passthrough";
  });
  const named = new Set(all.map((frontend) => toPort(frontend.port)));
  const own = ending.filter((listener) => {
    return port === undefined ? !named.has(toPort(listener.port)) : toPort(listener.port) === toPort(port);
  });
  const ofOption = own.find(({ tls }) => builtIn.has(toMap(toMap(tls).options)[terminateMode]));
  const said =
    own.length === 0 && allowedListeners === undefined
      ? `no client is asked for a certificate: no listener ${port === undefined ? "without settings for its port" : `of port ${toPort(port)}`} ends TLS`
      : ofOption &&
        `the listener ${toText(ofOption.name)} asks no client for a certificate of this authority: its option ${terminateMode} is ${toText(toMap(toMap(ofOption.tls).options)[terminateMode])}`;
  if (said !== undefined) report(object, { code: "MESH0377", path, message: said });
}
const terminateMode = "gateway.istio.io/tls-terminate-mode";
