import { isDeepStrictEqual } from "node:util";
import type { RunEvent, RunRequest } from "../contract.js";

/** What is run. */
export interface EngineRun {
  verb: RunRequest["verb"];
  /** Of a preview: texts by file, as if they had been written. */
  drafts?: Readonly<Record<string, string>>;
}

/** Runs the engine on the stack. */
export interface Runner {
  /**
   * @param onEvent is told everything but the end
   * @param signal asks the engine to end in order
   * @returns the exit code
   */
  run: (run: EngineRun, onEvent: (event: RunEvent) => void, signal: AbortSignal) => Promise<number>;
}

/** The runs of one console, one at a time; the last ones are kept for who listens late. */
export interface Runs {
  isBusy: () => boolean;
  /** @returns the run's id */
  start: (run: EngineRun) => string;
  /** Whether there is such a run. */
  has: (id: string) => boolean;
  /** Whether one of the last runs was a preview of these very texts that went well. */
  hasPreviewed: (texts: Readonly<Record<string, string>>) => boolean;
  /** All events of a run from a number on, until its end. */
  follow: (id: string, from: number) => AsyncGenerator<{ number: number; event: RunEvent }>;
  /** Asks a run to end in order. */
  cancel: (id: string) => void;
  /** Asks the run that is under way to end, and waits for that. */
  stop: () => Promise<void>;
}

interface Run {
  wanted: EngineRun;
  events: RunEvent[];
  /** undefined until it has ended */
  exitCode?: number;
  /** Who waits for the next event. */
  waiting: Set<() => void>;
  controller: AbortController;
  ended: Promise<void>;
}

const keptRuns = 10;

/** The exit code of what Ctrl-C ends. */
const interrupted = 130;

export function createRuns(runner: Runner, createId: () => string): Runs {
  const runs = new Map<string, Run>();
  const current = () => [...runs.values()].find(({ exitCode }) => exitCode === undefined);
  return {
    isBusy: () => current() !== undefined,
    start: (wanted) => {
      const id = createId();
      runs.set(id, startRun(wanted, runner));
      const [oldest] = runs.keys();
      if (runs.size > keptRuns && oldest !== undefined) runs.delete(oldest);
      return id;
    },
    has: (id) => runs.has(id),
    hasPreviewed: (texts) =>
      [...runs.values()].some(({ wanted, exitCode }) => exitCode === 0 && isDeepStrictEqual(wanted.drafts, texts)),
    follow: async function* (id, from) {
      const run = runs.get(id);
      for (let number = from; run !== undefined; number++) {
        while (number >= run.events.length) {
          if (run.exitCode !== undefined) return;
          await new Promise<void>((resolve) => run.waiting.add(resolve));
        }
        const event = run.events[number];
        if (event !== undefined) yield { number, event };
      }
    },
    cancel: (id) => runs.get(id)?.controller.abort(),
    stop: async () => {
      const run = current();
      run?.controller.abort();
      await run?.ended;
    },
  };
}

function startRun(wanted: EngineRun, runner: Runner): Run {
  const controller = new AbortController();
  const run: Run = { wanted, events: [], waiting: new Set(), controller, ended: Promise.resolve() };
  const tell = (event: RunEvent) => {
    run.events.push(event);
    for (const resume of run.waiting) resume();
    run.waiting.clear();
  };
  run.ended = runner
    .run(wanted, tell, controller.signal)
    .catch((error: unknown) => {
      tell({ type: "diagnostic", level: "error", message: error instanceof Error ? error.message : String(error) });
      return 1;
    })
    .then((code) => {
      // The engine has codes of its own for a run that it was asked to end.
      const exitCode = controller.signal.aborted && code !== 0 ? interrupted : code;
      run.exitCode = exitCode;
      tell({ type: "end", exitCode });
    });
  return run;
}
