import { z } from "zod";
import { createFinding } from "../../../findings/codes.js";
import { defineClusterKind } from "../cluster-kind.js";

/** A cluster whose kubeconfig another stack has as an output. */
export const stackReference = defineClusterKind({
  schema: z.strictObject({ kind: z.literal("stack-reference"), stack: z.string(), output: z.string().optional() }),
  access: () => ({}),
  findProblems: ({ stack }, _, { locate }) => {
    // A shorter name would be looked for in a project or an organization that depends on who runs this.
    if (/^[\w.-]+\/[\w.-]+\/[\w.-]+$/.test(stack)) return [];
    const message = `\`cluster.stack\` is "${stack}", which is not a full name of a stack`;
    return [{ ...createFinding("MESH0424", message), ...locate(["cluster", "stack"]) }];
  },
});
