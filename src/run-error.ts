import * as pulumi from "@pulumi/pulumi";

/**
 * An error that ends the program with its message alone. Its stack is not wanted anywhere, and it is expensive: the SDK
 * formats it with colours, and Node's search for module names does not end on a frame of the SDK's own top folder
 * (node_modules/@pulumi/errors.ts) until the text is too long for a string: 10 s and 2 GB of memory for a typing mistake.
 */
export function createRunError(message: string): pulumi.RunError {
  const error = new pulumi.RunError(message);
  error.stack = message;
  return error;
}
