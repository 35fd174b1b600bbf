import type { RuleContext } from "./rule.js";
import type { AnalyzedObject, ObjectKind } from "../mesh/objects.js";

/** Secrets, and what makes Secrets. */
export const secretKinds = [
  "Secret",
  "cert-manager.io/Certificate",
  "external-secrets.io/ExternalSecret",
  "bitnami.com/SealedSecret",
] as const satisfies readonly ObjectKind[];

/** Secrets that something else makes once it is there, `<namespace>/<name>`. Reads `secretKinds`. */
export function listMadeSecrets({ list }: RuleContext): Set<string> {
  const name = (object: AnalyzedObject, given: unknown): string =>
    `${object.namespace}/${typeof given === "string" ? given : object.manifest.metadata.name}`;
  return new Set([
    ...list("cert-manager.io/Certificate").map((object) => name(object, object.manifest.spec?.secretName)),
    ...list("external-secrets.io/ExternalSecret").map((object) => name(object, object.manifest.spec?.target?.name)),
    ...list("bitnami.com/SealedSecret").map((object) => name(object, object.manifest.spec?.template?.metadata?.name)),
  ]);
}
