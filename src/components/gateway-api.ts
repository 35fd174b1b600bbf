import * as pulumi from "@pulumi/pulumi";
import { formatFinding } from "../findings/finding.js";
import { placeProblem, placeProblems } from "../findings/problem.js";
import { bundleVersion, gatewayDefinition } from "../mesh/gateway/gateway-api-release.js";
import { findGatewayApiProblems, findTakeover } from "../istio/gateway-api/definitions.js";
import type { GatewayApiSettings } from "../istio/gateway-api/settings.js";
import { resolveIstioVersion } from "../istio/versions/versions.js";
import type { Manifest } from "../kubernetes/manifest.js";
import { fetchDefinitionAnnotations } from "./cluster-api.js";
import { loadGatewayApi } from "./gateway-api-manifest.js";
import { keepEngineWaiting } from "./keep-engine-waiting.js";
import { catchKnown } from "./known-value.js";
import { registerManifests } from "./manifest-resource.js";
import { ownerAnnotation } from "./mesh-namespace.js";
import { stopOnErrors } from "./stop-on-errors.js";

/** Inputs of `GatewayApi`: which definitions, and for which Istio. */
export interface GatewayApiArgs extends GatewayApiSettings {
  /** Kubeconfig of the cluster; with it the definitions that are there are looked at before any is written. */
  kubeconfig: pulumi.Input<string>;
  /**
   * Release of the Istio that is to read them.
   * @default "1.31.4"
   */
  istioVersion?: string;
}

/** The Kubernetes Gateway API's definitions. Destroy leaves them in place, as it leaves Istio's. */
export class GatewayApi extends pulumi.ComponentResource {
  /** Release of the Gateway API, known once its definitions are there. */
  public readonly version: pulumi.Output<string>;

  constructor(name: string, args: GatewayApiArgs, opts?: pulumi.ComponentResourceOptions) {
    stopOnErrors(placeProblems(findGatewayApiProblems(args, resolveIstioVersion(args.istioVersion))));
    super("pulumi-istio:index:GatewayApi", name, { ...args, kubeconfig: pulumi.secret(args.kubeconfig) }, opts);
    this.version = pulumi.output(this.getData()) as pulumi.Output<string>;
  }

  /** Reads the manifest, then registers its definitions; dependents of the component wait for all of them. */
  protected override initialize(
    args: GatewayApiArgs,
    _opts?: pulumi.ComponentResourceOptions,
    name = "",
  ): Promise<pulumi.Output<unknown>> {
    return keepEngineWaiting(async () => {
      const definitions = await loadGatewayApi(args, args.istioVersion);
      const version = readVersion(definitions);
      const guard = createGuard(name, version, args);
      const owner: Record<string, string> =
        args.mode === "adopt" ? {} : { [ownerAnnotation]: `${pulumi.getProject()}/${pulumi.getStack()}` };
      const children = registerManifests(
        name,
        definitions.map((definition) => annotate(definition, owner)),
        {
          base: { parent: this, retainOnDelete: args.removeCrds !== true },
          // One of them stands for all.
          each: ({ metadata }) =>
            metadata.name === gatewayDefinition ? { hooks: { beforeCreate: [guard], beforeUpdate: [guard] } } : {},
        },
      );
      this.registerOutputs({ version: this.version });
      return pulumi.all([...children.values()].map(({ urn }) => urn)).apply(() => version);
    });
  }
}

function readVersion(definitions: readonly Manifest[]): string {
  const gateways = definitions.find(({ metadata }) => metadata.name === gatewayDefinition);
  return gateways?.metadata.annotations?.[bundleVersion]?.replace(/^v/, "") ?? "";
}

function annotate(manifest: Manifest, annotations: Record<string, string>): Manifest {
  const { metadata } = manifest;
  return { ...manifest, metadata: { ...metadata, annotations: { ...metadata.annotations, ...annotations } } };
}

/** Refuses to write over what somebody else has installed, and over what is newer; in a preview too. */
function createGuard(name: string, version: string, { kubeconfig, mode }: GatewayApiArgs): pulumi.ResourceHook {
  const owner = `${pulumi.getProject()}/${pulumi.getStack()}`;
  const cluster = catchKnown(pulumi.output(kubeconfig));
  const refuse = async () => {
    const known = await cluster();
    if (known === undefined) return;
    const there = await fetchDefinitionAnnotations(known, gatewayDefinition);
    if (there === undefined) return;
    const found = { version: there[bundleVersion]?.replace(/^v/, "") ?? "unknown" };
    const problem = findTakeover({ mode, version, own: there[ownerAnnotation] === owner }, found);
    if (problem !== undefined) throw new Error(formatFinding(placeProblem(problem)));
  };
  return new pulumi.ResourceHook(`GatewayApi/${name}-guard`, refuse, { onDryRun: true });
}
