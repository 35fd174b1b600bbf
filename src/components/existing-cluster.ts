import type { Provider } from "@pulumi/kubernetes/provider.js";
import * as pulumi from "@pulumi/pulumi";
import type { Finding } from "../findings/finding.js";
import { kubeconfigProblem, selectContext } from "../cluster-access/kubeconfig.js";
import { readKubeconfigFile } from "../cluster-access/kubeconfig-file.js";
import { createClusterProvider } from "./cluster-provider.js";
import { stopOnErrors } from "./stop-on-errors.js";

/** Inputs of `ExistingCluster`. */
export interface ExistingClusterArgs {
  /**
   * The kubeconfig's text, for example another stack's output.
   * @default - the file `kubeconfigPath`
   */
  kubeconfig?: pulumi.Input<string>;
  /**
   * Path of a kubeconfig; a relative one starts at the working directory.
   * @default - the environment's KUBECONFIG, else ~/.kube/config
   */
  kubeconfigPath?: string;
  /**
   * The context to use. Leave it out beside a `kubeconfig` that is an Output.
   * @default - the kubeconfig's current-context
   */
  context?: string;
  /**
   * What the stack calls this cluster. As long as it stays, a changed kubeconfig (new address, new credentials) is an
   * update of the provider; another value says that it is another cluster, and everything in it is made anew.
   * @default the component's name
   */
  clusterIdentifier?: string;
}

/** A cluster that somebody else made, reached by a kubeconfig. */
export class ExistingCluster extends pulumi.ComponentResource {
  /** Provider for everything that is to be in this cluster. */
  public readonly provider: Provider;
  /** Kubeconfig of the chosen context alone; secret. */
  public readonly kubeconfig: pulumi.Output<string>;

  constructor(name: string, args: ExistingClusterArgs = {}, opts?: pulumi.ComponentResourceOptions) {
    stopOnErrors(findDoubleSources(args));
    const { kubeconfig: given, ...rest } = args;
    const isText = given === undefined || typeof given === "string";
    const kubeconfig = isText ? readKubeconfig({ ...rest, kubeconfig: given }) : given;
    super("pulumi-istio:index:ExistingCluster", name, {}, opts);

    this.kubeconfig = pulumi.secret(kubeconfig);
    this.provider = createClusterProvider(this, name, {
      kubeconfig: this.kubeconfig,
      clusterIdentifier: args.clusterIdentifier ?? name,
    });
    this.registerOutputs({ provider: this.provider, kubeconfig: this.kubeconfig });
  }
}

/**
 * The kubeconfig of one context alone, of the text or the file that the arguments name.
 * @throws RunError where there is no such file or context
 */
export function readKubeconfig(args: Omit<ExistingClusterArgs, "kubeconfig"> & { kubeconfig?: string }): string {
  const { kubeconfig, kubeconfigPath, context } = args;
  const selected =
    kubeconfig === undefined
      ? readKubeconfigFile(kubeconfigPath, context)
      : selectContext({ text: kubeconfig, file: "the kubeconfig given as text", folder: "." }, context);
  stopOnErrors(selected.findings);
  if (selected.kubeconfig === undefined) throw new Error("a kubeconfig without findings has a context");
  return selected.kubeconfig;
}

/** What would be left unread, and so another cluster used than the one that was meant. */
function findDoubleSources({ kubeconfig, kubeconfigPath, context }: ExistingClusterArgs): Finding[] {
  const place = { file: "ExistingCluster" };
  if (kubeconfig !== undefined && kubeconfigPath !== undefined) {
    const message = `it is given as text and as the path "${kubeconfigPath}"; give one of the two`;
    return [kubeconfigProblem(message, place)];
  }
  if (kubeconfig === undefined || typeof kubeconfig === "string" || context === undefined) return [];
  const message = `\`context\` is "${context}", but the kubeconfig is an Output, whose current-context is used; leave it out`;
  return [kubeconfigProblem(message, place)];
}
