import { z } from "zod";
import { defineClusterKind } from "../cluster-kind.js";

/** The cluster that a stack means if it names none. */
export const defaultName = "dev";

/** The one-node cluster of this machine. */
export const local = defineClusterKind({
  schema: z.strictObject({ kind: z.literal("local"), name: z.string().optional() }),
  access: ({ name = defaultName }) => ({ local: name }),
});
