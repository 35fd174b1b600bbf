/** Environment variable: the kubeconfig's context for stacks on an existing cluster whose file names none. */
export const contextVariable = "MESH_CONTEXT";

/** A context that somebody asks for beside the stack's file. */
export interface GivenContext {
  /** Where it is given: the option or the variable. */
  source: string;
  name: string;
}

/** The context to use, or why there is none. */
export interface WantedContext {
  /** Absent where nobody names one: the kubeconfig's own `current-context`. */
  context?: string;
  problem?: string;
}

/** The context that the environment asks for. */
export function readGivenContext(environment: NodeJS.ProcessEnv): GivenContext | undefined {
  const name = environment[contextVariable];
  return name === undefined ? undefined : { source: contextVariable, name };
}

/** @param inFile `cluster.context` of the stack's file */
export function findWantedContext(inFile: string | undefined, given: GivenContext | undefined): WantedContext {
  if (given === undefined) return inFile === undefined ? {} : { context: inFile };
  const { source, name } = given;
  if (name === "") {
    return { problem: `${source} is empty; give the name of one of the kubeconfig's contexts, or leave it out` };
  }
  // Neither can win: one of the two clusters is not the one that was meant.
  if (inFile !== undefined && inFile !== name) {
    return {
      problem: `the stack's file names the context "${inFile}", and ${source} is "${name}"; leave out one of them`,
    };
  }
  return { context: name };
}
