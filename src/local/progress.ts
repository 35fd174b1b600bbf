import pc from "picocolors";

/** One thing that a person waits for: a tool, an image, a part of the cluster. */
export interface Step {
  /** What happens now: "building", "waiting for another run (pid 12)". */
  state(state: string): void;
  /** How much of it is done, from 0 to 1; the time left follows from it. */
  share(done: number): void;
  /** Ends the step well: "cached", "built". */
  done(state: string): void;
  /** Ends the step badly; the error itself is thrown by whoever runs the step. */
  fail(state?: string): void;
}

/** What a person sees while waiting: one line a step with its name, state and elapsed time. */
export interface Progress {
  /**
   * @param name what the line starts with
   * @param state what happens first
   * @param expected seconds that it will probably take, for long ones; said until its share tells more
   */
  step(name: string, state: string, expected?: number): Step;
  /** A line of its own, above the running steps. */
  note(text: string): void;
  /** Stops redrawing; the last states stay on the screen. */
  close(): void;
}

/** Where progress is written: standard error, whose standard output stays free for results. */
export type ProgressStream = Pick<NodeJS.WriteStream, "write"> & Partial<Pick<NodeJS.WriteStream, "isTTY" | "columns">>;

type Outcome = "running" | "done" | "failed";

interface Line {
  name: string;
  state: string;
  expected: number | undefined;
  /** From 0 to 1. */
  share: number;
  outcome: Outcome;
  /** Milliseconds since the epoch. */
  started: number;
}

/** Milliseconds between two drawings on a terminal; before a step's first line elsewhere, and between two signs of life. */
const redrawEvery = 200;
const announceAfter = 300;
const heartbeatEvery = 30_000;

/** Progress on a terminal is redrawn in place; elsewhere (CI, a file) it is plain lines. */
export function createProgress(stream: ProgressStream = process.stderr): Progress {
  return stream.isTTY === true ? createDrawn(stream) : createPlain(stream);
}

/** Says nothing; for callers that only want the result. */
export const silentProgress: Progress = {
  step: () => ({ state: () => undefined, share: () => undefined, done: () => undefined, fail: () => undefined }),
  note: () => undefined,
  close: () => undefined,
};

/** 7 s, 3 min 20 s, 1 h 5 min; less than a second is nothing worth saying: "". */
export function formatElapsed(milliseconds: number): string {
  const seconds = Math.floor(milliseconds / 1000);
  if (seconds < 1) return "";
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  return minutes < 60 ? `${minutes} min ${seconds % 60} s` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

function createPlain(stream: ProgressStream): Progress {
  const running = new Set<Line>();
  const write = (line: Line, state: string) => stream.write(`${line.name}: ${state}\n`);
  const heartbeat = setInterval(() => {
    if (running.size === 0) return;
    // What one command does for several steps is said once.
    const names = new Map<string, string[]>();
    for (const line of running) {
      const state = `${line.state}, ${formatTime(line)}`;
      names.set(state, [...(names.get(state) ?? []), line.name]);
    }
    for (const [state, same] of names) stream.write(`${same.join(", ")}: still ${state}\n`);
  }, heartbeatEvery).unref();
  return {
    step: (name, state, expected) => {
      const line = startLine(name, state, expected);
      running.add(line);
      // Steps that end at once get one line, not two.
      const announced = setTimeout(() => write(line, describeStart(line)), announceAfter);
      return stepOf(line, () => {
        clearTimeout(announced);
        if (line.outcome !== "running") running.delete(line);
        write(line, line.outcome === "running" ? line.state : describeEnd(line));
      });
    },
    note: (text) => stream.write(`${text}\n`),
    close: () => clearInterval(heartbeat),
  };
}

function createDrawn(stream: ProgressStream): Progress {
  const running: Line[] = [];
  let drawn = 0;
  const draw = (...above: string[]) => {
    // Terminals without a size say 0.
    const { columns = 0 } = stream;
    const width = (columns > 0 ? columns : 80) - 1;
    const lines = running.map((line) => {
      const text = `${line.name}  ${line.state}  ${formatTime(line)}`.trimEnd().slice(0, width);
      return `${text.slice(0, line.name.length)}${pc.dim(text.slice(line.name.length))}`;
    });
    const up = drawn === 0 ? "" : `\x1b[${drawn}A`;
    stream.write(`${up}\r\x1b[J${[...above, ...lines].map((line) => `${line}\n`).join("")}`);
    drawn = lines.length;
  };
  // Elapsed times move on while nothing else happens.
  const timer = setInterval(() => {
    if (running.length > 0) draw();
  }, redrawEvery).unref();
  return {
    step: (name, state, expected) => {
      const line = startLine(name, state, expected);
      running.push(line);
      draw();
      return stepOf(line, () => {
        if (line.outcome === "running") return draw();
        running.splice(running.indexOf(line), 1);
        const mark = line.outcome === "done" ? pc.green("✓") : pc.red("✗");
        draw(`${mark} ${line.name}  ${describeEnd(line)}`);
      });
    },
    note: (text) => draw(text),
    close: () => clearInterval(timer),
  };
}

function startLine(name: string, state: string, expected: number | undefined): Line {
  return { name, state, expected, share: 0, outcome: "running", started: Date.now() };
}

function stepOf(line: Line, changed: () => void): Step {
  const change = (outcome: Outcome, state: string) => {
    const isNews = outcome !== "running" || state !== line.state;
    if (line.outcome !== "running" || !isNews) return;
    line.outcome = outcome;
    line.state = state;
    changed();
  };
  return {
    state: (state) => change("running", state),
    share: (done) => void (line.share = done),
    done: (state) => change("done", state),
    fail: (state = "failed") => change("failed", state),
  };
}

function describeStart(line: Line): string {
  return line.expected === undefined ? line.state : `${line.state} (about ${formatLeft(line.expected)})`;
}

function describeEnd(line: Line): string {
  const elapsed = formatElapsed(Date.now() - line.started);
  return elapsed === "" ? line.state : `${line.state}, ${elapsed}`;
}

/** How long it runs, and about how long it will still do. */
function formatTime(line: Line): string {
  const elapsed = formatElapsed(Date.now() - line.started) || "0 s";
  const left = computeLeft((Date.now() - line.started) / 1000, line.share, line.expected);
  return left === undefined ? elapsed : `${elapsed}, about ${formatLeft(left)} left`;
}

/** The share from which on it says more of the time left than what was expected. */
const tellingShare = 0.05;

/**
 * Seconds that are left of a step; undefined where nothing tells, as when it takes longer than was expected.
 * @param elapsed seconds
 * @param share of the work that is done, from 0 to 1
 * @param expected seconds that the whole was expected to take
 */
export function computeLeft(elapsed: number, share: number, expected: number | undefined): number | undefined {
  if (share >= 1) return undefined;
  if (share >= tellingShare) return (elapsed * (1 - share)) / share;
  return expected !== undefined && expected > elapsed ? expected - elapsed : undefined;
}

/** Seconds in the coarse unit that a guess deserves: "10 s", "4 min". */
export function formatLeft(seconds: number): string {
  return seconds < 60 ? `${Math.max(10, Math.ceil(seconds / 10) * 10)} s` : `${Math.round(seconds / 60)} min`;
}
