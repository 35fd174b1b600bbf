import { GatewayApiChoice } from "../../mesh/gateway/listener-choices.js";
import { resolveControlPlane, type ResolvedControlPlane } from "../control-plane/resolve.js";
import {
  AwsLoadBalancerClass,
  AwsScheme,
  AwsTargetType,
  type AwsLoadBalancer,
} from "../load-balancer/aws-load-balancer.js";
import type { CertificateSource } from "./certificate-source.js";
import { GatewayKind, type GatewaySettings } from "./gateway-settings.js";

/** A gateway's settings, where it is, and its certificates. */
export interface PlacedGateway<Certificate extends CertificateSource = CertificateSource> extends GatewaySettings {
  /** Undefined = with the control plane. */
  namespace?: string;
  /** Release of the chart. */
  version?: string;
  /** By name. */
  certificates?: Readonly<Record<string, Certificate>>;
}

/** A network load balancer with its defaults. */
export type ResolvedAwsLoadBalancer = AwsLoadBalancer &
  Required<Pick<AwsLoadBalancer, "scheme" | "targetType" | "proxyProtocol" | "attributes" | "loadBalancerClass">>;

/** The settings of a gateway with their defaults, so that whoever reads them knows none. */
export type ResolvedGateway = PlacedGateway &
  Pick<ResolvedControlPlane, "profile" | "version" | "namespace"> &
  Required<Pick<PlacedGateway, "api" | "kind" | "certificates" | "values">> & {
    awsLoadBalancer?: ResolvedAwsLoadBalancer;
  };

/** The same settings with the defaults of their docstrings. What a profile, the chart or Kubernetes decides stays absent. */
export function resolveGateway<T extends PlacedGateway>(settings: T): T & ResolvedGateway {
  // These three have the defaults of the control plane.
  const { profile, version, namespace } = resolveControlPlane(settings);
  const { api = GatewayApiChoice.Istio, kind = GatewayKind.Ingress, awsLoadBalancer } = settings;
  const { certificates = {}, values = {} } = settings;
  return {
    ...settings,
    ...{ profile, version, namespace, api, kind, certificates, values },
    awsLoadBalancer: awsLoadBalancer && resolveAwsLoadBalancer(awsLoadBalancer),
  };
}

function resolveAwsLoadBalancer(settings: AwsLoadBalancer): ResolvedAwsLoadBalancer {
  const { scheme = AwsScheme.Internal, targetType = AwsTargetType.Ip, proxyProtocol = false } = settings;
  const { attributes = {}, loadBalancerClass = AwsLoadBalancerClass.Controller } = settings;
  return { ...settings, scheme, targetType, proxyProtocol, attributes, loadBalancerClass };
}
