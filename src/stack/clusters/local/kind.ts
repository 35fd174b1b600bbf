import { z } from "zod";
import { defineClusterKind } from "../cluster-kind.js";

/** The one-node cluster of this machine. */
export const local = defineClusterKind({
  schema: z.strictObject({ kind: z.literal("local"), name: z.string().optional() }),
  access: ({ name = "dev" }) => ({ local: name }),
});
