import { z } from "zod";
import { GatewayKind, ServiceType } from "./istio/gateway-settings.js";
import { Injection } from "./istio/injection.js";
import { Profile } from "./istio/profiles.js";
import { AccessLogEncoding, ImagePullPolicy } from "./istio/settings.js";

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

const cluster = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("local"), name: z.string().optional() }),
  z.strictObject({ kind: z.literal("existing"), kubeconfig: z.string().optional(), context: z.string().optional() }),
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
  env: text.optional(),
  values: anything.optional(),
  removeCrds: z.boolean().optional(),
});

const gateway = z.strictObject({
  kind: z.enum(GatewayKind).optional(),
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
      }),
    )
    .optional(),
  values: anything.optional(),
});

const namespace = z.strictObject({
  mode: namespaceMode.optional(),
  injection: z.enum(Injection).optional(),
  revision: z.string().optional(),
  labels: text.optional(),
});

const application = z.strictObject({ namespace: z.string(), imagePullPolicy: z.enum(ImagePullPolicy).optional() });

/** Configuration of a stack: the keys of `stacks/Pulumi.<stack>.yaml` without their project. */
export const stackSchema = z.strictObject({
  /** Where the mesh is to be. */
  cluster,
  /** Where Istio's charts come from; the local cluster brings its own. */
  charts: z.strictObject({ repository: z.string().optional(), folder: z.string().optional() }).optional(),
  controlPlane: controlPlane.optional(),
  /** Gateways by name. */
  gateways: z.record(z.string(), gateway).optional(),
  /** Namespaces by name. */
  namespaces: z.record(z.string(), namespace).optional(),
  /** Applications by the name of their file `stacks/<stack>/apps/<name>.yaml`. */
  applications: z.record(z.string(), application).optional(),
});

/** Configuration of a stack. */
export type StackConfig = z.infer<typeof stackSchema>;
