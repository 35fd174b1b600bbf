import * as pulumi from "@pulumi/pulumi";

/**
 * Gives code outside `apply`, such as a resource hook, the value of an Output, or undefined where a preview does not know
 * it yet. Call it early and the function it returns late: `apply` does not run on unknown values, so the value has to be
 * caught as it becomes known, and by the time that the engine calls a hook, every known input of the program has.
 */
export function catchKnown<T>(output: pulumi.Output<T>): () => Promise<T | undefined> {
  const value = new Promise<T>((resolve) => {
    output.apply((known) => {
      resolve(known);
    });
  });
  if (!pulumi.runtime.isDryRun()) return () => value;
  const unknown = () => new Promise<undefined>((resolve) => setImmediate(resolve, undefined));
  return () => Promise.race([value, unknown()]);
}
