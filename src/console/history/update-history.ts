import { z } from "zod";
import type { HistoryEntry } from "../contract.js";

const updates = z.array(
  z.looseObject({
    kind: z.string(),
    startTime: z.string(),
    message: z.string().optional(),
    result: z.string().optional(),
    resourceChanges: z.record(z.string(), z.number()).optional(),
  }),
);

/** Of the id of an update's entry. */
const idStart = "update-";

/** When an update began, by its entry's id; undefined where that is none of an update. */
export function readStartTime(id: string): string | undefined {
  const time = id.startsWith(idStart) ? id.slice(idStart.length) : "";
  return Number.isNaN(Date.parse(time)) ? undefined : time;
}

/** The updates of a stack, of what `pulumi stack history --json` prints. Previews are none, and who ran them it does not say. */
export function readUpdates(history: unknown): HistoryEntry[] {
  return updates.parse(history).map(({ kind, startTime, message = "", result, resourceChanges: changes }) => {
    const what = [kind, result].filter((part) => part !== undefined).join(" ");
    return {
      id: `${idStart}${startTime}`,
      kind: "update",
      time: new Date(startTime).toISOString(),
      message: message === "" ? what : `${what}: ${message}`,
      ...(changes === undefined ? {} : { changes }),
    };
  });
}
