import { formatClosest } from "../../../text/closest.js";
import { createHosts, type Hosts } from "../../../mesh/hosts.js";
import { parseServiceHost } from "../../../mesh/host-names.js";
import { toMap, toMaps, toText } from "../../../text/read.js";
import type { Rule } from "../../rule.js";

/**
 * Policies that leave the decision to a provider that cannot be asked: istiod then refuses every request (403). Where nothing is known of the mesh
 * configuration, nothing is known of its providers.
 * Source: `processExtensionProvider` in istio pilot/pkg/security/authz/builder/extauthz.go.
 */
export const customProviders: Rule = {
  name: "custom-providers",
  codes: ["MESH0203"],
  reads: ["security.istio.io/AuthorizationPolicy", "Service"],
  check: (context) => {
    const { mesh, list, report } = context;
    if (Object.keys(mesh.config).length === 0) return;
    const hosts = context.ask(createHosts);
    const namespaces = new Set(list("Service").map(({ namespace }) => namespace));
    const providers = toMaps(mesh.config.extensionProviders);
    for (const object of list("security.istio.io/AuthorizationPolicy")) {
      const { action, provider } = toMap(object.manifest.spec);
      const name = toText(toMap(provider).name);
      if (action !== "CUSTOM" || name === "") continue;
      const problem = findProblem(name, providers, { hosts, namespaces });
      if (problem === undefined) continue;
      const message = `${problem.what}, so every request is refused${problem.hint ?? ""}`;
      const remedy = "name one of `extensionProviders` of the mesh configuration, or add it there";
      report(object, { code: "MESH0203", path: ["spec", "provider", "name"], message, remedy });
    }
  },
};

interface Fault {
  what: string;
  hint?: string;
}

interface Known {
  hosts: Hosts;
  namespaces: ReadonlySet<string>;
}

function findProblem(
  name: string,
  providers: readonly Record<string, any>[],
  { hosts, namespaces }: Known,
): Fault | undefined {
  const named = providers.find((one) => one.name === name);
  const deciding = providers.filter((one) => readDecider(one) !== undefined).map((one) => toText(one.name));
  if (named === undefined) {
    const there = deciding.length === 0 ? "; none of its providers decides" : `; known are ${deciding.join(", ")}`;
    return { what: `the mesh has no extension provider ${name}`, hint: formatClosest(name, deciding) || there };
  }
  const decider = readDecider(named);
  if (decider === undefined) {
    return { what: `the provider ${name} is neither envoyExtAuthzHttp nor envoyExtAuthzGrpc` };
  }
  if (!/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/.test(name)) {
    const hint = "; its name must be at most 63 small letters, digits and - between them";
    return { what: `istiod takes no provider called ${name}`, hint };
  }
  // `<namespace>/<host>` looks for the host in that namespace alone.
  const [host = "", own] = toText(decider.service).split("/", 2).reverse();
  const service = parseServiceHost(host);
  const isKnown = service !== undefined && namespaces.has(service.namespace);
  if (!isKnown || hosts.find(host, own ?? service.namespace).length > 0) return undefined;
  const hint = hosts.explain(host, service.namespace);
  return { what: `no Service has the host ${host} of the provider ${name}`, hint };
}

function readDecider({ envoyExtAuthzHttp, envoyExtAuthzGrpc }: Record<string, any>): Record<string, any> | undefined {
  const decider: unknown = envoyExtAuthzHttp ?? envoyExtAuthzGrpc;
  return decider === undefined ? undefined : toMap(decider);
}
