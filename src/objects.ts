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
  IGateway as IKubernetesGateway,
  IGRPCRoute,
  IHTTPRoute,
  IReferenceGrant,
  ITLSRoute,
} from "@kubernetes-models/gateway-api/gateway.networking.k8s.io/v1";
import type { Manifest } from "./manifest.js";

// `pulumi-istio/objects`: apart from the package's main entry, so that only who uses it needs the two packages of types.

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
  | IVirtualService
  | IWasmPlugin
  | IWorkloadEntry
  | IWorkloadGroup
  | IGRPCRoute
  | IHTTPRoute
  | IKubernetesGateway
  | IReferenceGrant
  | ITLSRoute;

/**
 * An object of Istio's API or of the Gateway API with the types of its kind. `TrafficPolicies` takes it among its
 * `documents`, where it goes the way of the policies: the same compiler, the same order, the same checks.
 *
 * @param value with `apiVersion`, `kind`, and a name in its `metadata`
 */
export function meshObject<T extends MeshObject>(value: T & { metadata: { name: string } }): Manifest {
  return value;
}
