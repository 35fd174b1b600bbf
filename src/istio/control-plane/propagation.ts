import { parseGoDuration } from "../../text/go-duration.js";

/** How long is waited for proxies. */
export interface PropagationSettings {
  /**
   * Seconds until proxies that lack something stop the run: before routes move, and before anything is deleted. 0 waits for none.
   * @default 10
   */
  timeoutSeconds?: number;
  /**
   * Seconds that are waited where istiod cannot be asked.
   * @default 2
   */
  blindSeconds?: number;
}

export const defaultTimeoutSeconds = 10;
export const defaultBlindSeconds = 2;

const usualDebounce = "100ms";
/** From a write until istiod has read it, and from the end of its gathering until it has sent to all. */
const marginMilliseconds = 400;

/** How long after a write istiod has surely sent it: it gathers changes first (PILOT_DEBOUNCE_AFTER). @param env of istiod */
export function computeSendMilliseconds(env: Readonly<Record<string, string>> = {}): number {
  const nanoseconds = parseGoDuration(env.PILOT_DEBOUNCE_AFTER ?? usualDebounce) ?? parseGoDuration(usualDebounce);
  return Number((nanoseconds ?? 0n) / 1_000_000n) + marginMilliseconds;
}
