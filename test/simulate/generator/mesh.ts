import type { Manifest } from "../../../src/kubernetes/manifest.js";
import { chooseAccess, choosePeerAuthentication, chooseRequestAuthentication } from "./access.js";
import { chooseServiceEntry, chooseSidecar } from "./boundaries.js";
import { Choices } from "./choices.js";
import { chooseDestinationRule } from "./destinations.js";
import { chooseDocument } from "./documents.js";
import { chooseGateway, chooseHttpRoute, choosePublicGateway, createGrant } from "./gateways.js";
import { chooseRequest, type GeneratedRequest } from "./requests.js";
import { chooseDelegate, chooseVirtualService } from "./routes.js";
import { api, far, fullHost, gatewayHosts, near, store, web, type RunningService } from "./vocabulary.js";

/** A mesh beside its running workloads, and requests in it. */
export interface GeneratedMesh {
  seed: number;
  /** Policy documents. */
  documents: readonly object[];
  /** Raw objects. */
  objects: readonly Manifest[];
  requests: readonly GeneratedRequest[];
}

/** What the seed does not decide. */
export interface MeshOptions {
  requestCount: number;
  /** The keys of the tests' issuer, as JSON. */
  jwks: string;
  /** Whether nobody else is in the mesh, who would keep to its mode of mutual TLS too. @default false */
  isAlone?: boolean;
}

/**
 * The mesh of a seed: a few objects that all speak of one service, and some of others.
 */
export function generateMesh(seed: number, { requestCount, jwks, isAlone = false }: MeshOptions): GeneratedMesh {
  const choices = new Choices(seed);
  const service = choices.pick([web, web, store, api]);
  const other = choices.pick([web, store, api].filter((one) => one !== service));
  const gateways = choices.times(0, 2, (index) => chooseGateway(choices, `gateway-${index}`));
  const delegates = choices.times(0, 2, (index) => chooseDelegate(choices, `delegate-${index}`, service));
  const objects = [
    choosePublicGateway(choices),
    ...gateways,
    ...delegates,
    ...chooseRoutes(choices, service, gateways, delegates),
    ...choices.times(0, 2, (index) => chooseHttpRoute(choices, `http-${index}`, choices.pick([service, other]))),
    ...(choices.isTrue(0.6) ? [createGrant()] : []),
    ...choices.times(0, 3, (index) => chooseDestinationRule(choices, `rule-${index}`, service)),
    ...choices.times(0, 1, () => chooseDestinationRule(choices, "other", other)),
    ...choices.times(0, 4, (index) =>
      chooseAccess(choices, `access-${index}`, choices.pick([service, service, other])),
    ),
    ...choices.times(0, 2, (index) =>
      choosePeerAuthentication(choices, `peer-${index}`, choices.pick([service, other]), isAlone),
    ),
    ...choices.times(0, 2, (index) => chooseRequestAuthentication(choices, `token-${index}`, service, jwks)),
    ...(choices.isTrue(0.3) ? [chooseSidecar(choices, "scope")] : []),
    ...choices.times(0, 1, (index) => chooseServiceEntry(choices, `entry-${index}`)),
  ];
  const documents = choices.isTrue(0.5) ? [chooseDocument(choices, choices.isTrue(0.6) ? other : service, jwks)] : [];
  const requests = Array.from({ length: requestCount }, () => chooseRequest(choices, service));
  return { seed, documents, objects, requests };
}

/** Several VirtualServices for hosts of one service, of the mesh and of gateways. */
function chooseRoutes(
  choices: Choices,
  service: RunningService,
  gateways: readonly Manifest[],
  delegates: readonly Manifest[],
): Manifest[] {
  const ofMesh = choices.times(0, 2, (index) => {
    const namespace = choices.isTrue(0.75) ? service.namespace : choices.pick([near, far]);
    const short = namespace === service.namespace && choices.isTrue(0.4) ? service.name : fullHost(service);
    const gateway = gateways[0];
    const isBoth = gateway !== undefined && choices.isTrue(0.2);
    const own = isBoth ? { gateways: ["mesh", nameOf(gateway)] } : {};
    const hosts = isBoth
      ? [short, choices.pick(gatewayHosts)]
      : choices.isTrue(0.1)
        ? [`*.${far}.svc.cluster.local`]
        : [short];
    return chooseVirtualService(choices, { name: `mesh-${index}`, namespace, hosts, service, ...own }, delegates);
  });
  const ofGateways = gateways.flatMap((gateway, number) =>
    choices.times(0, 2, (index) => {
      const hosts = choices.isTrue(0.7) ? choices.some(gatewayHosts, 1, 2) : [choices.pick(["*.shop.example", "*"])];
      const name = `gate-${number}-${index}`;
      const namespace = choices.pick([near, near, far]);
      const routed = { name, namespace, hosts, service, gateways: [nameOf(gateway)] };
      return chooseVirtualService(choices, routed, delegates);
    }),
  );
  const hosts = [choices.pick(["ext.example", "*.wild.example"])];
  const ofOutside = choices.times(0, choices.isTrue(0.2) ? 1 : 0, () =>
    chooseVirtualService(choices, { name: "outside", namespace: near, hosts, service }, []),
  );
  return [...ofMesh, ...ofGateways, ...ofOutside];
}

function nameOf({ metadata }: Manifest): string {
  return `${metadata.namespace ?? ""}/${metadata.name}`;
}
