import { createProblem, type Problem } from "../../findings/problem.js";
import { ListenerProtocol } from "../../mesh/gateway/listener-choices.js";
import type { ListeningGateway } from "../gateway/gateway-listeners.js";
import { defaultIstioVersion, findGatewayApiVersion, versions } from "../versions/versions.js";

/** The first release of the Gateway API with TCPRoute in its standard channel, which is the version that istiod reads. */
export const firstWithTcp = "1.6.0";

/** The first release with TLSRoute, ReferenceGrant and the filter CORS as this package writes them. */
export const firstWritten = "1.5.0";

/** Gateways by the Gateway API that this Istio cannot serve. An Istio that is not known at all is said to be so elsewhere. */
export function findApiVersionProblems({ listeners = {}, version }: ListeningGateway): Problem[] {
  const istio = version ?? defaultIstioVersion;
  const api = findGatewayApiVersion(istio);
  if (api === undefined) {
    const isKnown = Object.keys(versions).some((minor) => istio.startsWith(`${minor}.`));
    if (!isKnown) return [];
    const message = `Istio ${istio} reads versions of the Gateway API that this package does not write`;
    const remedy = describeRemedy(() => true);
    return [createProblem(["api"], "MESH0139", message, remedy)];
  }
  if (compareVersions(api, firstWithTcp) >= 0) return [];
  return Object.entries(listeners).flatMap(([name, { protocol }]): Problem[] => {
    if (protocol !== ListenerProtocol.TCP) return [];
    const message = `the listener ${name} is TCP, which takes Gateway API ${firstWithTcp}, and Istio ${istio} reads ${api}`;
    const remedy = describeRemedy((other) => compareVersions(other, firstWithTcp) >= 0);
    return [createProblem(["listeners", name, "protocol"], "MESH0139", message, remedy)];
  });
}

/** Below, at or above 0, as `localeCompare` says it. */
export function compareVersions(one: string, other: string): number {
  return one.localeCompare(other, "en", { numeric: true });
}

function describeRemedy(isFitting: (api: string) => boolean): string {
  const fitting = Object.entries(versions).filter(
    ([, { gatewayApi }]) => gatewayApi !== undefined && isFitting(gatewayApi),
  );
  const minors = fitting.map(([minor]) => minor).join(", ");
  return `install Istio ${minors}, or set the gateway's \`api\` to "istio"`;
}
