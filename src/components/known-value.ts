import * as pulumi from "@pulumi/pulumi";

/**
 * Gives code outside `apply`, such as a resource hook, the value of an Output, or undefined where a preview does not know
 * it yet. Call it early and the function it returns late: `apply` does not run on unknown values, so the value must be
 * caught as it becomes known, and by the time that the engine calls a hook, every known input of the program has.
 */
export function catchKnown<T>(output: pulumi.Output<T>): () => Promise<T | undefined> {
  const value = listen(output);
  return pulumi.runtime.isDryRun() ? () => orUndefined(value) : () => value;
}

/**
 * The same for hooks of deletions, which must never wait: undefined also while the engine is still to make the Output's resource. It is
 * so where a resource gives way to another one of its name: the old one goes first, and the new one's values come after.
 */
export function peekKnown<T>(output: pulumi.Output<T>): () => Promise<T | undefined> {
  const value = listen(output);
  return () => orUndefined(value);
}

function listen<T>(output: pulumi.Output<T>): Promise<T> {
  return new Promise<T>((resolve) => {
    output.apply((known) => {
      resolve(known);
    });
  });
}

function orUndefined<T>(value: Promise<T>): Promise<T | undefined> {
  return Promise.race([value, new Promise<undefined>((resolve) => setImmediate(resolve, undefined))]);
}
