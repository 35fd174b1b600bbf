import { z } from "zod";
import { defineClusterKind } from "../cluster-kind.js";

/** A cluster that a kubeconfig names. */
export const existing = defineClusterKind({
  schema: z.strictObject({
    kind: z.literal("existing"),
    kubeconfig: z.string().optional(),
    context: z.string().optional(),
  }),
  access: (cluster) => ({ existing: cluster }),
});
