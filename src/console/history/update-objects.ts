import { z } from "zod";
import type { Manifest } from "../../kubernetes/manifest.js";
import type { ObjectChange } from "../contract.js";
import { describeObjectChange, findChangedObjects } from "../documents/object-changes.js";

/** A state of a stack as Pulumi's file backend keeps it, as far as its Kubernetes objects go. */
const state = z.looseObject({
  checkpoint: z.looseObject({
    latest: z
      .looseObject({
        resources: z
          .array(
            z.looseObject({ inputs: z.record(z.string(), z.unknown()).optional(), delete: z.boolean().optional() }),
          )
          .optional(),
      })
      .nullish(),
  }),
});

const manifest = z.looseObject({
  apiVersion: z.string(),
  kind: z.string(),
  metadata: z.looseObject({ name: z.string(), namespace: z.string().optional() }),
});

/** The objects that an update of the stack has changed. Secret values are left out. @param before undefined where there was no state yet */
export function compareStates(before: unknown, after: unknown): ObjectChange[] {
  return findChangedObjects(readObjects(before), readObjects(after)).map(describeObjectChange);
}

function readObjects(kept: unknown): Manifest[] {
  if (kept === undefined) return [];
  const resources = state.parse(kept).checkpoint.latest?.resources ?? [];
  return resources.flatMap(({ inputs, delete: isLeaving = false }): Manifest[] => {
    const { success, data } = manifest.safeParse(hideSecrets(inputs));
    // What is replaced and not deleted yet is there twice.
    return success && !isLeaving ? [data] : [];
  });
}

/** The key by which Pulumi marks values that are not plain, and what it says of a secret. */
const signature = "4dabf18193072939515e22adb298388d";
const secret = "1b47061264138c4ac30d75fd1eb44270";

function hideSecrets(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(hideSecrets);
  if (typeof value !== "object" || value === null) return value;
  if ((value as Record<string, unknown>)[signature] === secret) return "(secret)";
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, hideSecrets(inner)]));
}
