import { formatClosest } from "../../text/closest.js";
import { nameGatewayService } from "../../mesh/gateway/gateway-sections.js";
import type { ValuePath } from "../../findings/place.js";
import type { MeshGateway } from "../exposure/gateways.js";
import type { Context } from "../kind.js";
import type { Service } from "../service/service.js";
import { groupBy } from "../group-by.js";
import { checkNamespaceSlip } from "../known-namespaces.js";

// Istio reads this name as that of the mesh's own trust domain, whatever that is called: pkg/spiffe and pilot/pkg/security/trustdomain.
const trustDomain = "cluster.local";

/** Who calls, as Istio's Source wants it. */
export interface Callers {
  principals: string[];
  namespaces: string[];
}

/** The identities of `namespace/service` (a gateway too) and `namespace/*`; those that are not known are left out. */
export function findCallers(from: readonly string[], context: Pick<Context, "services" | "mesh">): Callers {
  const isWhole = (caller: string) => caller.endsWith("/*");
  const principals = from.filter((caller) => !isWhole(caller)).flatMap((caller) => findPrincipals(caller, context));
  return {
    principals: [...new Set(principals)],
    namespaces: from.filter(isWhole).map((caller) => caller.slice(0, -"/*".length)),
  };
}

/** Reports a caller whose identity is not known, or not its alone. */
export function checkCaller(caller: string, path: ValuePath, context: Context): void {
  const { services, mesh, report } = context;
  if (caller.endsWith("/*")) return checkNamespaceSlip(caller.slice(0, -"/*".length), path, context);
  if (mesh.gateways.some((gateway) => describe(gateway) === caller)) return;
  const service = services.get(caller);
  if (service === undefined) {
    const known = [...services.keys(), ...mesh.gateways.map(describe)];
    report(path, "MESH0203", `there is no service ${caller}${formatClosest(caller, known)}`);
  } else if (service.serviceAccounts.length === 0) {
    const message = `the service account of ${caller} is not known, since no workload of it is in the stack`;
    report(
      path,
      "MESH0203",
      message,
      "put its workload among the stack's manifests, or name its identity in `principals`",
    );
  } else {
    for (const account of service.serviceAccounts) {
      const others = findOthers(service, account, services);
      if (account !== "default" && others.length === 0) continue;
      const who = others.length === 0 ? "which every pod without one of its own has" : `as ${others.join(", ")} does`;
      report(path, "MESH0210", `${caller} runs as service account ${account}, ${who}`);
    }
  }
}

function findPrincipals(caller: string, { services, mesh }: Pick<Context, "services" | "mesh">): string[] {
  const gateway = mesh.gateways.find((one) => describe(one) === caller);
  if (gateway !== undefined) return [formatPrincipal(gateway.namespace, nameAccount(gateway))];
  const service = services.get(caller);
  return service?.serviceAccounts.map((account) => formatPrincipal(service.namespace, account)) ?? [];
}

/** Istio's gateway chart names the account after the gateway, istiod after the Service. */
function nameAccount({ api, name }: MeshGateway): string {
  return api === "gateway-api" ? nameGatewayService(name) : name;
}

/** Other services of that account; one that only has another name for the same pods is no other. */
function findOthers(service: Service, account: string, services: Context["services"]): string[] {
  const pods = JSON.stringify(service.selector);
  return (groupByNamespace(services).get(service.namespace) ?? [])
    .filter(({ serviceAccounts }) => serviceAccounts.includes(account))
    .filter(({ name, selector }) => name !== service.name && JSON.stringify(selector) !== pods)
    .map(describe);
}

/** Each caller asks for the others of its namespace: the groups are made once for the same services. */
const groups = new WeakMap<Context["services"], ReadonlyMap<string, readonly Service[]>>();

function groupByNamespace(services: Context["services"]): ReadonlyMap<string, readonly Service[]> {
  const known = groups.get(services);
  if (known !== undefined) return known;
  const same = groupBy([...services.values()], ({ namespace }) => [namespace]);
  const made = new Map(same.map((group) => [group[0].namespace, group]));
  groups.set(services, made);
  return made;
}

function describe({ namespace, name }: { namespace: string; name: string }): string {
  return `${namespace}/${name}`;
}

function formatPrincipal(namespace: string, account: string): string {
  return `${trustDomain}/ns/${namespace}/sa/${account}`;
}
