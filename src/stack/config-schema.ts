import { z } from "zod";
import { FailOn } from "../findings/finding.js";
import { ImagePullPolicy } from "../istio/control-plane/settings.js";
import {
  chartSource,
  gatewayApiSettings,
  meshControlPlane,
  meshGateway,
  meshNamespaceSettings,
} from "./config-settings-data.js";
import { clusterSchema } from "./clusters/kinds.js";

const application = z.strictObject({ namespace: z.string(), imagePullPolicy: z.enum(ImagePullPolicy).optional() });

const suppression = z.strictObject({ code: z.string(), resource: z.string(), reason: z.string() });

/** Configuration of a stack: the keys of `stacks/Pulumi.<stack>.yaml` without their project. */
export const stackSchema = z.strictObject({
  /** Where the mesh is to be. */
  cluster: clusterSchema,
  /** Where Istio's charts come from; the local cluster brings its own. */
  charts: chartSource.optional(),
  controlPlane: meshControlPlane.optional(),
  /** The Gateway API's definitions; the local cluster brings its own. */
  gatewayApi: gatewayApiSettings.optional(),
  /** Gateways by name. */
  gateways: z.record(z.string(), meshGateway).optional(),
  /** What is done about what the analysis finds. */
  analysis: z
    .strictObject({ failOn: z.enum(FailOn).optional(), suppressions: z.array(suppression).optional() })
    .optional(),
  /** How long policies wait for proxies. */
  propagation: z
    .strictObject({ timeoutSeconds: z.number().min(0).optional(), blindSeconds: z.number().min(0).optional() })
    .optional(),
  /** Namespaces by name. */
  namespaces: z.record(z.string(), meshNamespaceSettings).optional(),
  /** Applications by the name of their file `stacks/<stack>/apps/<name>.yaml`. */
  applications: z.record(z.string(), application).optional(),
});

/** Configuration of a stack. */
export type StackConfig = z.infer<typeof stackSchema>;
