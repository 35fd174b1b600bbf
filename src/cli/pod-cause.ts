import type { LiveEvent } from "./workload-objects.js";

/** What keeps a workload's pods from being ready. */
export interface PodCause {
  /** The same for as long as it is the same cause; the text may change from look to look. */
  key: string;
  /** Continues `Deployment shop/reviews: `. */
  text: string;
  /** Seconds without any progress after which the run ends. Absent where it may pass by itself, however long that takes. */
  patience?: number;
}

/** Only a person mends it: a quota of 0, a name that does not exist. What starts together has settled by then. */
export const patienceWithCertain = 30;

/** It may pass by itself, and mostly has by then: a registry that does not answer, a quota that others have used up. */
export const patienceWithLikely = 120;

/** A message on one line, without the end of a sentence. */
export function formatMessage(message = "no reason is given"): string {
  return message.trim().replaceAll(/\s+/g, " ").replace(/\.$/, "");
}

/** Message of the newest event that has one of these reasons. */
export function newestMessage(events: readonly LiveEvent[], reasons: readonly string[]): string | undefined {
  const time = ({ lastTimestamp, eventTime }: LiveEvent) => Date.parse(lastTimestamp ?? eventTime ?? "") || 0;
  const found = events.filter(({ reason }) => reasons.includes(reason)).sort((a, b) => time(b) - time(a))[0];
  return found === undefined ? undefined : formatMessage(found.message);
}
