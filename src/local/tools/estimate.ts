import { availableParallelism, loadavg } from "node:os";

/** What a guess of how long work takes here rests on. */
export interface Machine {
  cores: number;
  /** Processes that want a processor already, on average of the last minute. */
  load: number;
  /** How much longer a processor takes than one of the machine of the README's numbers: 2 is half as fast. */
  slowness: number;
}

/** Rounds of a sum that shows how fast a processor is, and milliseconds that the machine of the README's numbers takes. */
const rounds = 20_000_000;
const usualMilliseconds = 19;

/** Looks at this machine, for a fifth of a second. */
export function lookAtMachine(): Machine {
  // The quickest: at first the code is not compiled yet.
  const quickest = Math.min(...Array.from({ length: 6 }, timeSum));
  return { cores: availableParallelism(), load: loadavg()[0] ?? 0, slowness: quickest / usualMilliseconds };
}

/** Milliseconds of processor time: waiting for a processor is the load's to say, and would count twice. */
function timeSum(): number {
  const before = process.cpuUsage();
  let sum = 1;
  for (let round = 0; round < rounds; round++) sum = Math.imul(sum, 48_271) ^ round;
  // The sum is used, so that it is not left out.
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000 + (sum === 0 ? 1 : 0);
}

/** The share of a busy machine that a build gets in the end: most of what waits for a processor does not do so for minutes. */
const leastShare = 1 / 4;

/**
 * Seconds that work takes on a machine, if what runs there goes on and gets its share.
 * @param cost seconds of processor time on the machine of the README's numbers
 */
export function estimateSeconds(cost: number, { cores, load, slowness }: Machine): number {
  const share = Math.max(cores / (cores + load), leastShare);
  return (cost * slowness) / (cores * share);
}

/** One line on what is ahead. */
export function describeWork(tools: number, seconds: number, { cores, load }: Machine): string {
  const busy = load >= 1 ? `, which is busy (load ${load.toFixed(0)})` : "";
  const time = seconds < 60 ? "less than a minute" : `about ${Math.round(seconds / 60)} min`;
  return `building ${tools === 1 ? "1 tool" : `${tools} tools`} from source, once: ${time} on this machine of ${cores} cores${busy}; an interrupted build goes on where it was`;
}
