import { z } from "zod";
import { createEksShape } from "../aws/eks-schema.js";
import { FailOn } from "../findings/finding.js";
import {
  AwsHealthCheckProtocol,
  AwsLoadBalancerClass,
  AwsScheme,
  AwsTargetType,
} from "../istio/load-balancer/aws-load-balancer.js";
import { WhenUnsatisfiable } from "../istio/control-plane/disruption.js";
import { GatewayApiChannel, GatewayApiMode } from "../istio/gateway-api/settings.js";
import { ExternalTrafficPolicy, GatewayKind, ServiceType } from "../istio/gateway/gateway-settings.js";
import { Injection } from "../istio/control-plane/injection.js";
import { Profile } from "../istio/control-plane/profiles.js";
import { AccessLogEncoding, ImagePullPolicy } from "../istio/control-plane/settings.js";
import { GatewayApiChoice, ListenerProtocol, ListenerTlsMode, TlsVersion } from "../mesh/gateway/listener-choices.js";

// The stack's configuration. It says the same as the components' Args, which Pulumi's schema wants as interfaces written
// by hand; program.ts hands it to them as it is, so the compiler finds where the two part.

const quantities = z.strictObject({ cpu: z.string().optional(), memory: z.string().optional() });
const resources = z.strictObject({ requests: quantities.optional(), limits: quantities.optional() });
const autoscaling = z.strictObject({
  enabled: z.boolean().optional(),
  minReplicas: z.int().optional(),
  maxReplicas: z.int().optional(),
  targetCPUUtilizationPercentage: z.int().optional(),
});
const text = z.record(z.string(), z.string());
const anything = z.record(z.string(), z.any());
const namespaceMode = z.enum(["create", "adopt", "patch"]);

// `istioVersion` is missing: the stack's control plane says it.
const eks = z.strictObject({ kind: z.literal("eks"), ...createEksShape(z.string()) });

const cluster = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("local"), name: z.string().optional() }),
  z.strictObject({ kind: z.literal("existing"), kubeconfig: z.string().optional(), context: z.string().optional() }),
  z.strictObject({ kind: z.literal("stack-reference"), stack: z.string(), output: z.string().optional() }),
  eks,
]);

const controlPlane = z.strictObject({
  profile: z.enum(Profile).optional(),
  version: z.string().optional(),
  namespace: z.string().optional(),
  namespaceMode: namespaceMode.optional(),
  revision: z.string().optional(),
  hub: z.string().optional(),
  tag: z.string().optional(),
  imagePullPolicy: z.enum(ImagePullPolicy).optional(),
  accessLog: z
    .strictObject({
      file: z.string().optional(),
      encoding: z.enum(AccessLogEncoding).optional(),
      format: z.string().optional(),
    })
    .optional(),
  tracing: z.strictObject({ sampling: z.number().optional(), provider: z.string().optional() }).optional(),
  meshConfig: anything.optional(),
  resources: resources.optional(),
  proxyResources: resources.optional(),
  replicas: z.int().optional(),
  autoscaling: autoscaling.optional(),
  untaintNodes: z.boolean().optional(),
  multiCluster: z
    .strictObject({
      meshID: z.string().optional(),
      clusterName: z.string().optional(),
      network: z.string().optional(),
    })
    .optional(),
  env: text.optional(),
  values: anything.optional(),
  removeCrds: z.boolean().optional(),
});

const listener = z.strictObject({
  protocol: z.enum(ListenerProtocol),
  port: z.int(),
  hosts: z.array(z.string()).min(1).optional(),
  namespaces: z.array(z.string()).min(1).optional(),
  httpsRedirect: z.boolean().optional(),
  tls: z
    .strictObject({
      mode: z.enum(ListenerTlsMode).optional(),
      certificate: z.string().optional(),
      minProtocolVersion: z.enum(TlsVersion).optional(),
    })
    .optional(),
});

const certificate = z.strictObject({
  secret: z.string().optional(),
  certificate: z.string().optional(),
  privateKey: z.string().optional(),
  caCertificate: z.string().optional(),
  certManager: z
    .strictObject({ issuer: z.string(), issuerKind: z.string().optional(), dnsNames: z.array(z.string()) })
    .optional(),
});

const awsLoadBalancer = z.strictObject({
  scheme: z.enum(AwsScheme).optional(),
  targetType: z.enum(AwsTargetType).optional(),
  proxyProtocol: z.boolean().optional(),
  healthCheck: z
    .strictObject({
      protocol: z.enum(AwsHealthCheckProtocol).optional(),
      port: z.int().optional(),
      path: z.string().optional(),
      intervalSeconds: z.int().optional(),
      healthyThreshold: z.int().optional(),
      unhealthyThreshold: z.int().optional(),
    })
    .optional(),
  crossZone: z.boolean().optional(),
  subnets: z.array(z.string()).optional(),
  attributes: text.optional(),
  loadBalancerClass: z.enum(AwsLoadBalancerClass).optional(),
});

const topologySpread = z.strictObject({
  topologyKey: z.string(),
  maxSkew: z.int().optional(),
  whenUnsatisfiable: z.enum(WhenUnsatisfiable).optional(),
});

const gateway = z.strictObject({
  api: z.enum(GatewayApiChoice).optional(),
  kind: z.enum(GatewayKind).optional(),
  network: z.string().optional(),
  namespace: z.string().optional(),
  labels: text.optional(),
  replicas: z.int().optional(),
  autoscaling: autoscaling.optional(),
  imagePullPolicy: z.enum(ImagePullPolicy).optional(),
  resources: resources.optional(),
  serviceType: z.enum(ServiceType).optional(),
  serviceAnnotations: text.optional(),
  ports: z
    .array(
      z.strictObject({
        name: z.string(),
        port: z.int(),
        targetPort: z.int().optional(),
        protocol: z.string().optional(),
        nodePort: z.int().optional(),
      }),
    )
    .optional(),
  listeners: z.record(z.string(), listener).optional(),
  certificates: z.record(z.string(), certificate).optional(),
  awsLoadBalancer: awsLoadBalancer.optional(),
  sourceRanges: z.array(z.string()).optional(),
  externalTrafficPolicy: z.enum(ExternalTrafficPolicy).optional(),
  allocateNodePorts: z.boolean().optional(),
  podDisruptionBudget: z
    .strictObject({ minAvailable: z.int().optional(), maxUnavailable: z.int().optional() })
    .optional(),
  topologySpreadConstraints: z.array(topologySpread).optional(),
  values: anything.optional(),
});

const gatewayApi = z.strictObject({
  mode: z.enum(GatewayApiMode).optional(),
  channel: z.enum(GatewayApiChannel).optional(),
  version: z.string().optional(),
  manifest: z.string().optional(),
  removeCrds: z.boolean().optional(),
});

const namespace = z.strictObject({
  mode: namespaceMode.optional(),
  injection: z.enum(Injection).optional(),
  revision: z.string().optional(),
  labels: text.optional(),
});

const application = z.strictObject({ namespace: z.string(), imagePullPolicy: z.enum(ImagePullPolicy).optional() });

const suppression = z.strictObject({ code: z.string(), resource: z.string(), reason: z.string() });

/** Configuration of a stack: the keys of `stacks/Pulumi.<stack>.yaml` without their project. */
export const stackSchema = z.strictObject({
  /** Where the mesh is to be. */
  cluster,
  /** Where Istio's charts come from; the local cluster brings its own. */
  charts: z.strictObject({ repository: z.string().optional(), folder: z.string().optional() }).optional(),
  controlPlane: controlPlane.optional(),
  /** The Gateway API's definitions; the local cluster brings its own. */
  gatewayApi: gatewayApi.optional(),
  /** Gateways by name. */
  gateways: z.record(z.string(), gateway).optional(),
  /** What is done about what the analysis finds. */
  analysis: z
    .strictObject({ failOn: z.enum(FailOn).optional(), suppressions: z.array(suppression).optional() })
    .optional(),
  /** How long policies wait for proxies. */
  propagation: z
    .strictObject({ timeoutSeconds: z.number().min(0).optional(), blindSeconds: z.number().min(0).optional() })
    .optional(),
  /** Namespaces by name. */
  namespaces: z.record(z.string(), namespace).optional(),
  /** Applications by the name of their file `stacks/<stack>/apps/<name>.yaml`. */
  applications: z.record(z.string(), application).optional(),
});

/** Configuration of a stack. */
export type StackConfig = z.infer<typeof stackSchema>;
