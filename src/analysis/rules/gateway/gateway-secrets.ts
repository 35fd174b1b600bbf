import { formatClosest } from "../../../text/closest.js";
import type { Manifest } from "../../../kubernetes/manifest.js";
import { findKeyPairFault } from "../../../mesh/gateway/x509.js";
import { readPair } from "../../certificates.js";
import { listMadeSecrets, secretKinds } from "../../made-secrets.js";
import { toMap, toMaps, toTexts } from "../../../text/read.js";
import type { Rule, RuleContext } from "../../rule.js";
import type { Problem } from "../../../findings/problem.js";
import type { AnalyzedObject } from "../../../mesh/objects.js";
import { createGatewaySelection, file } from "../../../mesh/selection.js";
import { formatLabels } from "../../../mesh/selectors.js";

/** Source: istio pkg/config/analysis/analyzers/gateway/secret.go. */
export const gatewaySecrets: Rule = {
  name: "gateway-secrets",
  codes: ["IST0101", "IST0161"],
  reads: ["networking.istio.io/Gateway", ...secretKinds],
  check: (context) => {
    const select = context.ask(createGatewaySelection);
    const made = listMadeSecrets(context);
    const known = new Map<string, string[]>();
    for (const { namespace, manifest } of context.list("Secret")) file(known, namespace, manifest.metadata.name);
    const faults = new Map<AnalyzedObject, string | undefined>();
    for (const object of context.list("networking.istio.io/Gateway")) {
      const selector = toMap(object.manifest.spec?.selector);
      // Its pods read the Secret in their own namespace. Without a selector it is not known which pods these are.
      if (formatLabels(selector) === "") continue;
      const namespaces = [...new Set(select(selector).map(({ namespace }) => namespace))];
      for (const { name, path } of listCredentials(object)) {
        for (const namespace of namespaces) {
          const problem = findCredentialProblem(context, { name, path, namespace, made, known, faults });
          if (problem !== undefined) context.report(object, problem);
        }
      }
    }
  },
};

interface Credential {
  name: string;
  path: readonly (string | number)[];
}

function listCredentials({ manifest }: AnalyzedObject): Credential[] {
  return toMaps(manifest.spec?.servers).flatMap((server, index) => {
    const { credentialName, credentialNames } = toMap(server.tls);
    const path = ["spec", "servers", index, "tls"];
    const more = toTexts(credentialNames).map((name, at) => ({ name, path: [...path, "credentialNames", at] }));
    const one = toTexts([credentialName]).map((name) => ({ name, path: [...path, "credentialName"] }));
    // One with a scheme is a file's, or another provider's.
    return [...one, ...more].filter(({ name }) => name !== "" && !name.includes("://"));
  });
}

interface Search extends Credential {
  namespace: string;
  made: ReadonlySet<string>;
  known: ReadonlyMap<string, readonly string[]>;
  /** What was found of each Secret, for many Gateways may use the same. */
  faults: Map<AnalyzedObject, string | undefined>;
}

// More are no help to a person, and comparing with thousands takes its time.
const comparable = 100;

function findCredentialProblem(context: RuleContext, search: Search): Problem | undefined {
  const { path, made, known, faults } = search;
  const [name = "", namespace = search.namespace] = search.name.split("/", 2).reverse();
  const secret = context.find("Secret", namespace, name);
  if (secret === undefined) {
    if (made.has(`${namespace}/${name}`)) return undefined;
    const names = known.get(namespace) ?? [];
    const hint = names.length > comparable ? "" : formatClosest(name, names);
    const where = search.name.includes("/") ? "" : ", where the gateway's pods are";
    const message = `there is no Secret ${name} in ${namespace}${where}${hint}`;
    const remedy =
      "make the Secret in the namespace of the gateway's pods; where something else makes it, suppress this";
    return { code: "IST0101", path, message, remedy };
  }
  if (!faults.has(secret)) faults.set(secret, findFault(secret.manifest, context.mesh.now));
  const fault = faults.get(secret);
  if (fault === undefined) return undefined;
  return { code: "IST0161", path, message: `the Secret ${name} in ${namespace} ${fault}` };
}

/** What is wrong with a Secret as a server's credential. Its values are never said. */
function findFault(manifest: Manifest, now: Date): string | undefined {
  const found = readPair(manifest);
  if (found === undefined) return 'has neither "tls.crt" and "tls.key" nor "cert" and "key"';
  return findKeyPairFault(found, found, now);
}
