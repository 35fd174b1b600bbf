import { formatFindings } from "../findings/finding.js";
import { findWantedContext, readGivenContext, type GivenContext } from "../stack/wanted-context.js";
import { selectExisting, type ExistingClusterConfig } from "./existing-cluster.js";
import { findProject } from "./project.js";
import { listStacks, readStack } from "./stack.js";

/** The stack of `npm start`, which is that of `mesh init` as well, and the checkout's of the same sample on a cluster of somebody's own. */
const firstStack = "dev";
const stackWithContext = "sample";

/** Options that say what a run is of. */
export interface TargetOptions {
  /** @default "dev", with a context "sample", where the project has it */
  stack?: string;
  /** A context of the kubeconfig. @default what the environment's MESH_CONTEXT says */
  context?: string;
}

/** What a run is of. */
export interface RunTarget {
  stack: string;
  /** Absent where nobody asks for one. */
  context?: string;
}

/**
 * Finds out which stack is meant and in which context. Whatever is wrong with the context is said here, before anything happens.
 * @throws one error with what was given, what is allowed, and what to do
 */
export function readTarget({ stack, context }: TargetOptions, environment = process.env): RunTarget {
  // Given twice it is a list, of which no context has the name.
  const option = context === undefined ? undefined : { source: "--context", name: String(context) };
  const given = option ?? readGivenContext(environment);
  if (given === undefined) return { stack: stack ?? firstStack };
  const named = stack ?? (listStacks().includes(stackWithContext) ? stackWithContext : firstStack);
  requireContext(named, given);
  return { stack: named, context: given.name };
}

function requireContext(stack: string, given: GivenContext): void {
  const cluster = requireExisting(stack, given.source);
  const { problem } = findWantedContext(cluster.context, given);
  if (problem !== undefined) throw new Error(`stack ${stack}: ${problem}`);
  const { findings } = selectExisting(cluster, { stack, project: findProject().folder }, given.name);
  if (findings.length > 0) throw new Error(formatFindings(findings));
}

function requireExisting(stack: string, source: string): ExistingClusterConfig {
  const { cluster } = readStack(stack);
  if (cluster.kind === "existing") return cluster;
  throw new Error(
    `stacks/Pulumi.${stack}.yaml: cluster.kind is "${cluster.kind}", and ${source} is for stacks whose cluster.kind is "existing"; ` +
      `change it there, give another stack by -s, or leave out ${source}`,
  );
}
