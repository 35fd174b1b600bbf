import { AwsHealthCheckProtocol, AwsTargetType } from "./aws-load-balancer.js";
import type { ResolvedAwsLoadBalancer } from "../gateway/resolve.js";
import type { Values } from "../merge.js";

/** What all annotations of the controller begin with. */
export const awsPrefix = "service.beta.kubernetes.io/aws-load-balancer-";
/** The pods' annotation that adds to the mesh's configuration of proxies. */
export const proxyConfigAnnotation = "proxy.istio.io/config";
/** Makes the status port understand PROXY headers too, which health checks begin with. Source: istio pilot/pkg/features. */
export const statusPortVariable = "ENVOY_STATUS_PORT_ENABLE_PROXY_PROTOCOL";
/** The port on which Envoy says whether it is ready; the pods serve it even where the Service does not. */
export const statusPort = 15021;

/** A port of the gateway's Service, as far as a load balancer is concerned. */
export interface ServicePort {
  name: string;
  port: number;
  targetPort?: number;
  nodePort?: number;
}

/** What the other settings of a gateway say of its Service. */
export interface OwnService {
  ports: readonly ServicePort[];
  /** Whether `externalTrafficPolicy` is Local. */
  isLocal: boolean;
  /** Annotations of the Service that are not this file's. */
  annotations: Readonly<Record<string, string>>;
}

/** Helm values of the gateway chart for a network load balancer: of the Service, and of the pods where both sides must know. */
export function computeAwsValues(
  settings: ResolvedAwsLoadBalancer,
  { ports, isLocal, annotations: given }: OwnService,
): Values {
  const { targetType, scheme, proxyProtocol, subnets, loadBalancerClass } = settings;
  const annotations = prefix({
    scheme,
    "nlb-target-type": targetType,
    "target-group-attributes": proxyProtocol ? addProxyProtocol(given[targetGroupAttributes]) : undefined,
    subnets: subnets?.join(","),
    attributes: computeAttributes(settings),
    ...computeHealthCheck(settings, ports, isLocal),
  });
  const service = { annotations, loadBalancerClass };
  if (!proxyProtocol) return { service };
  const proxyConfig = JSON.stringify({ gatewayTopology: { proxyProtocol: {} } });
  return { service, podAnnotations: { [proxyConfigAnnotation]: proxyConfig }, env: { [statusPortVariable]: "true" } };
}

/** Attributes of the load balancer's target groups, as in `deregistration_delay.timeout_seconds=30`. */
export const targetGroupAttributes = `${awsPrefix}target-group-attributes`;

/**
 * The controller understands an annotation of its own for this as well, which EKS Auto Mode does not support: the attribute is what both
 * take. https://docs.aws.amazon.com/eks/latest/userguide/auto-configure-nlb.html
 * @param given the user's other attributes
 */
function addProxyProtocol(given = ""): string {
  return [...(given === "" ? [] : [given]), "proxy_protocol_v2.enabled=true"].join(",");
}

function prefix(annotations: Record<string, string | undefined>): Record<string, string> {
  const entries = Object.entries(annotations).flatMap(([key, value]) =>
    value === undefined ? [] : [[`${awsPrefix}${key}`, value] as const],
  );
  return Object.fromEntries(entries);
}

function computeAttributes({ crossZone, attributes }: ResolvedAwsLoadBalancer): string | undefined {
  const all = crossZone === undefined ? attributes : { ...attributes, [crossZoneAttribute]: String(crossZone) };
  const entries = Object.entries(all).map(([key, value]) => `${key}=${value}`);
  return entries.length === 0 ? undefined : entries.join(",");
}

/** The attribute that `crossZone` sets. */
export const crossZoneAttribute = "load_balancing.cross_zone.enabled";

function computeHealthCheck(
  { healthCheck, targetType }: ResolvedAwsLoadBalancer,
  ports: readonly ServicePort[],
  isLocal: boolean,
): Record<string, string | undefined> {
  // There kube-proxy tells which nodes have a pod, on a port of its own that Kubernetes chooses and the controller asks for.
  if (healthCheck === undefined && isLocal && targetType === AwsTargetType.Instance) return {};
  const { protocol = AwsHealthCheckProtocol.Http, port = statusPort, path = "/healthz/ready" } = healthCheck ?? {};
  const { intervalSeconds, healthyThreshold, unhealthyThreshold } = healthCheck ?? {};
  return {
    "healthcheck-protocol": protocol,
    "healthcheck-port": computeCheckedPort(port, targetType, ports),
    "healthcheck-path": protocol === AwsHealthCheckProtocol.Tcp ? undefined : path,
    "healthcheck-interval": intervalSeconds?.toString(),
    "healthcheck-healthy-threshold": healthyThreshold?.toString(),
    "healthcheck-unhealthy-threshold": unhealthyThreshold?.toString(),
  };
}

/**
 * The number that the target serves the port by. A node port that Kubernetes is to choose is not known yet: the controller looks it up by the
 * port's name. Source: buildTargetGroupHealthCheckPort in its pkg/service/model_build_target_group.go.
 */
function computeCheckedPort(port: number, targetType: AwsTargetType, ports: readonly ServicePort[]): string {
  const served = ports.find((one) => one.port === port);
  if (targetType === AwsTargetType.Ip) return String(served?.targetPort ?? port);
  return String(served?.nodePort ?? served?.name ?? port);
}
