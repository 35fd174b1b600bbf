import type { ClusterStatus } from "../console/contract.js";
import { lookAtStack } from "./status.js";

/** Looks at a stack's cluster. Several pages that ask at the same time share one look. */
export function createClusterStatus(stack: string): () => Promise<ClusterStatus> {
  let current: Promise<ClusterStatus> | undefined;
  return () => {
    current ??= look(stack).finally(() => (current = undefined));
    return current;
  };
}

async function look(stack: string): Promise<ClusterStatus> {
  try {
    return { report: await lookAtStack(stack) };
  } catch (error) {
    return { unreachable: error instanceof Error ? error.message : String(error) };
  }
}
