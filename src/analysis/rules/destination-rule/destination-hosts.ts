import { createHosts, type KnownHost } from "../../../mesh/hosts.js";
import { formatValue } from "../../../text/read.js";
import { createRouteCallers, type RouteCallers } from "../../../mesh/route-callers.js";
import type { Rule, RuleContext } from "../../rule.js";
import type { AnalyzedObject } from "../../../mesh/objects.js";
import { toPort } from "../../../mesh/ports.js";
import { listDestinations, listUsers, type Destination } from "../../../mesh/virtual-service.js";

/** Source: istio pkg/config/analysis/analyzers/virtualservice, DestinationHostAnalyzer; a gateway's pods must see the host, too. */
export const destinationHosts: Rule = {
  name: "destination-hosts",
  codes: ["IST0101", "IST0112"],
  reads: ["networking.istio.io/VirtualService"],
  check: (context) => {
    const hosts = context.ask(createHosts);
    const callers = context.ask(createRouteCallers);
    for (const object of context.list("networking.istio.io/VirtualService")) {
      const users: RouteCallers = { namespaces: listUsers(object, context.mesh) };
      for (const destination of listDestinations(object)) {
        const { host, path, route } = destination;
        if (host === "") continue;
        const known = callers.list(object, route);
        const groups = known.length === 0 ? [users] : known;
        const seen = groups.map(({ namespaces }) => hosts.find(host, object.namespace, namespaces));
        const blind = groups[seen.findIndex(({ length }) => length === 0)];
        if (blind === undefined) checkPort(context, object, destination, seen.flat());
        else {
          const explained = hosts.explain(host, object.namespace);
          const message = `no Service and no ServiceEntry that is seen from ${formatCallers(blind)} has the host "${host}"${explained}`;
          context.report(object, { code: "IST0101", path: [...path, "host"], message });
        }
      }
    }
  },
};

function formatCallers({ gateway, namespaces }: RouteCallers): string {
  const where =
    namespaces.length === 1 ? `namespace ${namespaces[0]}` : `any of the namespaces ${namespaces.join(", ")}`;
  return gateway === undefined ? where : `${where}, where the pods of Gateway ${gateway} are,`;
}

/** Several objects of one host may each have ports of their own; only what is wrong with all of them is said. */
function checkPort(
  { report }: RuleContext,
  object: AnalyzedObject,
  { host, port, path }: Destination,
  known: readonly KnownHost[],
): void {
  // Of a host that is only taken to be there, the ports are not known.
  if (known.some(({ object: { isAssumed } }) => isAssumed)) return;
  const ports = [...new Set(known.flatMap((one) => one.ports))].sort((a, b) => a - b);
  const has = `"${host}" has ${ports.length === 0 ? "no ports" : `the port${ports.length === 1 ? "" : "s"} ${ports.join(", ")}`}`;
  if (port === undefined) {
    if (known.some((one) => one.ports.length <= 1)) return;
    const message = `${has}, and the destination names none of them`;
    report(object, { code: "IST0112", path: [...path, "host"], message });
  } else if (!ports.includes(toPort(port) ?? 0)) {
    const message = `port ${formatValue(port)} is not one of its host: ${has}`;
    report(object, { code: "IST0101", path: [...path, "port", "number"], message });
  }
}
