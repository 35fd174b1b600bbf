import { z } from "zod";
import { createSettingProblem } from "../../../findings/problem.js";
import { defineClusterKind } from "../cluster-kind.js";

/** A cluster whose kubeconfig another stack has as an output. */
export const stackReference = defineClusterKind({
  schema: z.strictObject({ kind: z.literal("stack-reference"), stack: z.string(), output: z.string().optional() }),
  access: () => ({}),
  findProblems: ({ stack }) => {
    // A shorter name would be looked for in a project or an organization that depends on who runs this.
    if (/^[\w.-]+\/[\w.-]+\/[\w.-]+$/.test(stack)) return [];
    const message = `is "${stack}", which is not a full name of a stack`;
    return [createSettingProblem(["cluster", "stack"], "MESH0424", message)];
  },
});
