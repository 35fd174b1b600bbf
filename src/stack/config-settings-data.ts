// Made by `npm run settings-schema` from the inputs of the components, as Pulumi reads them.
import { z } from "zod";

export const chartSource = z.strictObject({ repository: z.string().optional(), folder: z.string().optional() });
const accessLog = z.strictObject({
  file: z.string().optional(),
  encoding: z.enum(["TEXT", "JSON"]).optional(),
  format: z.string().optional(),
});
const tracing = z.strictObject({ sampling: z.number().optional(), provider: z.string().optional() });
const resourceQuantities = z.strictObject({ cpu: z.string().optional(), memory: z.string().optional() });
const resourceRequirements = z.strictObject({
  requests: resourceQuantities.optional(),
  limits: resourceQuantities.optional(),
});
const autoscaling = z.strictObject({
  enabled: z.boolean().optional(),
  minReplicas: z.int().optional(),
  maxReplicas: z.int().optional(),
  targetCPUUtilizationPercentage: z.int().optional(),
});
const multiCluster = z.strictObject({
  meshID: z.string().optional(),
  clusterName: z.string().optional(),
  network: z.string().optional(),
});
export const meshControlPlane = z.strictObject({
  adopt: z.boolean().optional(),
  namespaceMode: z.enum(["create", "adopt", "patch"]).optional(),
  removeCrds: z.boolean().optional(),
  profile: z
    .enum([
      "default",
      "demo",
      "minimal",
      "empty",
      "preview",
      "stable",
      "remote",
      "ambient",
      "openshift",
      "openshift-ambient",
    ])
    .optional(),
  version: z.string().optional(),
  namespace: z.string().optional(),
  revision: z.string().optional(),
  hub: z.string().optional(),
  tag: z.string().optional(),
  imagePullPolicy: z.enum(["Always", "IfNotPresent", "Never"]).optional(),
  accessLog: accessLog.optional(),
  tracing: tracing.optional(),
  meshConfig: z.record(z.string(), z.any()).optional(),
  resources: resourceRequirements.optional(),
  proxyResources: resourceRequirements.optional(),
  replicas: z.int().optional(),
  autoscaling: autoscaling.optional(),
  untaintNodes: z.boolean().optional(),
  multiCluster: multiCluster.optional(),
  env: z.record(z.string(), z.string()).optional(),
  values: z.record(z.string(), z.any()).optional(),
});
const certManagerCertificate = z.strictObject({
  issuer: z.string(),
  issuerKind: z.string().optional(),
  dnsNames: z.array(z.string()),
});
const gatewayCertificate = z.strictObject({
  secret: z.string().optional(),
  certificate: z.string().optional(),
  privateKey: z.string().optional(),
  caCertificate: z.string().optional(),
  certManager: certManagerCertificate.optional(),
});
const gatewayPort = z.strictObject({
  name: z.string(),
  port: z.int(),
  targetPort: z.int().optional(),
  protocol: z.string().optional(),
  nodePort: z.int().optional(),
});
const listenerTls = z.strictObject({
  mode: z.enum(["SIMPLE", "MUTUAL", "PASSTHROUGH"]).optional(),
  certificate: z.string().optional(),
  minProtocolVersion: z.enum(["TLSV1_2", "TLSV1_3"]).optional(),
});
const gatewayListener = z.strictObject({
  protocol: z.enum(["HTTP", "HTTPS", "TLS", "TCP"]),
  port: z.int(),
  hosts: z.array(z.string()).min(1).optional(),
  namespaces: z.array(z.string()).min(1).optional(),
  httpsRedirect: z.boolean().optional(),
  tls: listenerTls.optional(),
});
const awsHealthCheck = z.strictObject({
  protocol: z.enum(["http", "tcp"]).optional(),
  port: z.int().optional(),
  path: z.string().optional(),
  intervalSeconds: z.int().optional(),
  healthyThreshold: z.int().optional(),
  unhealthyThreshold: z.int().optional(),
});
const awsLoadBalancer = z.strictObject({
  scheme: z.enum(["internet-facing", "internal"]).optional(),
  targetType: z.enum(["ip", "instance"]).optional(),
  proxyProtocol: z.boolean().optional(),
  healthCheck: awsHealthCheck.optional(),
  crossZone: z.boolean().optional(),
  subnets: z.array(z.string()).optional(),
  attributes: z.record(z.string(), z.string()).optional(),
  loadBalancerClass: z.enum(["service.k8s.aws/nlb", "eks.amazonaws.com/nlb"]).optional(),
});
const podDisruptionBudget = z.strictObject({ minAvailable: z.int().optional(), maxUnavailable: z.int().optional() });
const topologySpread = z.strictObject({
  topologyKey: z.string(),
  maxSkew: z.int().optional(),
  whenUnsatisfiable: z.enum(["DoNotSchedule", "ScheduleAnyway"]).optional(),
});
export const meshGateway = z.strictObject({
  namespace: z.string().optional(),
  certificates: z.record(z.string(), gatewayCertificate).optional(),
  api: z.enum(["istio", "gateway-api"]).optional(),
  adopt: z.boolean().optional(),
  kind: z.enum(["ingress", "egress", "eastwest"]).optional(),
  network: z.string().optional(),
  labels: z.record(z.string(), z.string()).optional(),
  replicas: z.int().optional(),
  autoscaling: autoscaling.optional(),
  imagePullPolicy: z.enum(["Always", "IfNotPresent", "Never"]).optional(),
  resources: resourceRequirements.optional(),
  serviceType: z.enum(["LoadBalancer", "NodePort", "ClusterIP"]).optional(),
  serviceAnnotations: z.record(z.string(), z.string()).optional(),
  ports: z.array(gatewayPort).optional(),
  listeners: z.record(z.string(), gatewayListener).optional(),
  awsLoadBalancer: awsLoadBalancer.optional(),
  sourceRanges: z.array(z.string()).optional(),
  externalTrafficPolicy: z.enum(["Cluster", "Local"]).optional(),
  allocateNodePorts: z.boolean().optional(),
  podDisruptionBudget: podDisruptionBudget.optional(),
  topologySpreadConstraints: z.array(topologySpread).optional(),
  values: z.record(z.string(), z.any()).optional(),
});
export const gatewayApiSettings = z.strictObject({
  mode: z.enum(["create", "adopt"]).optional(),
  channel: z.enum(["standard", "experimental"]).optional(),
  version: z.string().optional(),
  manifest: z.string().optional(),
  removeCrds: z.boolean().optional(),
});
export const meshNamespaceSettings = z.strictObject({
  mode: z.enum(["create", "adopt", "patch"]).optional(),
  injection: z.enum(["enabled", "disabled", "revision", "ambient", "none"]).optional(),
  revision: z.string().optional(),
  labels: z.record(z.string(), z.string()).optional(),
});
