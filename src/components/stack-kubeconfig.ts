import * as pulumi from "@pulumi/pulumi";

/** An output of another stack that is a kubeconfig. */
export interface KubeconfigOutput {
  /** Full name of the stack, `organization/project/stack`. */
  stack: string;
  /**
   * Name of its output.
   * @default "kubeconfig"
   */
  output?: string;
}

/**
 * The kubeconfig that another stack has as its output, secret or not. It is known in a preview too, since outputs are read from that
 * stack's state.
 * @param name what the running stack calls the reference
 * @throws an error where that stack has no such output
 */
export async function readStackKubeconfig(
  name: string,
  { stack, output = "kubeconfig" }: KubeconfigOutput,
): Promise<string> {
  const reference = new pulumi.StackReference(name, { name: stack });
  const { value, secretValue } = await reference.getOutputDetails(output);
  const kubeconfig: unknown = value ?? secretValue;
  if (typeof kubeconfig === "string") return kubeconfig;
  const given = kubeconfig === undefined ? "has no output" : "has no text as its output";
  throw new Error(`the stack ${stack} ${given} "${output}"`);
}
