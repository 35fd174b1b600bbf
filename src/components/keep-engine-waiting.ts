import * as pulumi from "@pulumi/pulumi";

/**
 * Does asynchronous work after which resources are registered. The engine takes a program for ended when no request is
 * under way, and reading a file is none: a program run in-process (Automation API) would lose the resources.
 */
export async function keepEngineWaiting<T>(work: () => Promise<T>): Promise<T> {
  const done = pulumi.runtime.rpcKeepAlive();
  try {
    return await work();
  } finally {
    done();
  }
}
