import type { IWasmPlugin } from "@kubernetes-models/istio/extensions.istio.io/v1alpha1";
import type {
  IDestinationRule,
  IGateway,
  IServiceEntry,
  ISidecar,
  IVirtualService,
  IWorkloadEntry,
  IWorkloadGroup,
} from "@kubernetes-models/istio/networking.istio.io/v1";
import type { IEnvoyFilter } from "@kubernetes-models/istio/networking.istio.io/v1alpha3";
import type { IProxyConfig } from "@kubernetes-models/istio/networking.istio.io/v1beta1";
import type {
  IAuthorizationPolicy,
  IPeerAuthentication,
  IRequestAuthentication,
} from "@kubernetes-models/istio/security.istio.io/v1";
import type { ITelemetry } from "@kubernetes-models/istio/telemetry.istio.io/v1";
import type {
  IBackendTLSPolicy,
  IGateway as IKubernetesGateway,
  IGRPCRoute,
  IHTTPRoute,
  IListenerSet,
  IReferenceGrant,
  ITLSRoute,
} from "@kubernetes-models/gateway-api/gateway.networking.k8s.io/v1";
import type {
  ITCPRoute as IEarlyTCPRoute,
  IUDPRoute as IEarlyUDPRoute,
} from "@kubernetes-models/gateway-api/gateway.networking.k8s.io/v1alpha2";
import type { Manifest } from "./kubernetes/manifest.js";

// `pulumi-istio/objects`: apart from the package's main entry, so that only who uses it needs the two packages of types.

type WasmSpec = IWasmPlugin["spec"];

/** Which proxies run an extension, where among their filters, and for which traffic. */
interface ExtensionPlace extends Pick<WasmSpec, "selector" | "targetRefs" | "match" | "priority"> {
  phase?: "AUTHN" | "AUTHZ" | "STATS";
}

/** WebAssembly that a proxy fetches. */
type WasmExtension = Omit<WasmSpec, keyof ExtensionPlace>;

/**
 * A filter in WebAssembly or Lua, from Istio 1.30 on.
 * https://istio.io/latest/docs/reference/config/proxy_extensions/traffic_extension/
 */
export interface ITrafficExtension extends Pick<IWasmPlugin, "metadata"> {
  apiVersion: "extensions.istio.io/v1alpha1";
  kind: "TrafficExtension";
  spec: ExtensionPlace & ({ wasm: WasmExtension; lua?: undefined } | { lua: { inlineCode: string }; wasm?: undefined });
}

/** TCP by port, in the standard channel from the Gateway API 1.6 on. */
export interface ITCPRoute extends Omit<IEarlyTCPRoute, "apiVersion" | "status"> {
  apiVersion: "gateway.networking.k8s.io/v1";
}

/** UDP by port, in the standard channel from the Gateway API 1.6 on. */
export interface IUDPRoute extends Omit<IEarlyUDPRoute, "apiVersion" | "status"> {
  apiVersion: "gateway.networking.k8s.io/v1";
}

/** The objects of Istio's API and of the Gateway API that stand beside policy documents. */
export type MeshObject =
  | IAuthorizationPolicy
  | IDestinationRule
  | IEnvoyFilter
  | IGateway
  | IPeerAuthentication
  | IProxyConfig
  | IRequestAuthentication
  | IServiceEntry
  | ISidecar
  | ITelemetry
  | ITrafficExtension
  | IVirtualService
  | IWasmPlugin
  | IWorkloadEntry
  | IWorkloadGroup
  | IBackendTLSPolicy
  | IGRPCRoute
  | IHTTPRoute
  | IKubernetesGateway
  | IListenerSet
  | IReferenceGrant
  | ITCPRoute
  | ITLSRoute
  | IUDPRoute;

/**
 * An object of Istio's API or of the Gateway API with the types of its kind. `TrafficPolicies` takes it among its
 * `documents`, where it goes the way of the policies: the same compiler, the same order, the same checks.
 *
 * @param value with `apiVersion`, `kind`, and a name in its `metadata`
 */
export function meshObject<T extends MeshObject>(value: T & { metadata: { name: string } }): Manifest {
  return value;
}
