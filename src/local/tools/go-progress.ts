import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { capture, type RunOptions } from "../run.js";
import type { BuildPlace } from "./cache.js";

/** Milliseconds between two looks at a build's log. */
const lookEvery = 1000;

/** Linking one program takes about as long as compiling this share of all sources; measured (`npm run bench:cold`). */
const linkShare = 0.004;

/** What a `go build` must do: bytes of source of each package that it must compile, by import path. */
export interface StalePackages {
  packages: ReadonlyMap<string, number>;
  /** The same for linking. */
  links: number;
}

/** Asks go what it would compile: all at first, the rest after an interruption. Downloads what is missing. */
export async function listStale(
  packages: readonly string[],
  { cwd, env }: Pick<RunOptions, "cwd" | "env">,
): Promise<StalePackages> {
  const line = '{{.Stale}}\t{{.ImportPath}}\t{{.Dir}}\t{{join .GoFiles ","}}';
  const output = await capture("go", ["list", "-deps", "-f", line, ...packages], { cwd, env });
  const rows = output.trimEnd().split("\n").map(readRow);
  const all = rows.reduce((sum, { bytes }) => sum + bytes, 0);
  const stale = rows.filter(({ isStale }) => isStale).map(({ path, bytes }) => [path, bytes] as const);
  return { packages: new Map(stale), links: all * linkShare * packages.length };
}

function readRow(row: string): { isStale: boolean; path: string; bytes: number } {
  const [stale, path = "", folder = "", files = ""] = row.split("\t");
  const sizes = files.split(",").map((file) => statSync(join(folder, file), { throwIfNoEntry: false })?.size ?? 0);
  return { isStale: stale === "true", path, bytes: sizes.reduce((sum, size) => sum + size, 0) };
}

/** Tells how much is done by the packages that `go build -v` names in the log as it comes to them. @returns what ends it */
export function followBuild(stale: StalePackages, { log, share }: Pick<BuildPlace, "log" | "share">): () => void {
  const timer = setInterval(() => share(computeShare(stale, readFileSync(log, "utf8"))), lookEvery);
  return () => clearInterval(timer);
}

/** The share of a build's work that its log says is done, from 0 to 1. */
export function computeShare({ packages, links }: StalePackages, log: string): number {
  const all = [...packages.values()].reduce((sum, bytes) => sum + bytes, 0);
  const done = log.split("\n").reduce((sum, line) => sum + (packages.get(line) ?? 0), 0);
  return done / (all + links);
}

interface Action {
  Mode: string;
  CmdUser?: number;
  CmdSys?: number;
}

/** One line on what a build took, from go's own account of it (-debug-actiongraph), for whoever measures. */
export function summarizeActions(graph: string): string {
  const actions = JSON.parse(graph) as Action[];
  const sum = (mode: string) => {
    const some = actions.filter(({ Mode, CmdUser = 0 }) => Mode === mode && CmdUser > 0);
    const nanoseconds = some.reduce((total, { CmdUser = 0, CmdSys = 0 }) => total + CmdUser + CmdSys, 0);
    return { count: some.length, seconds: (nanoseconds / 1e9).toFixed(1) };
  };
  const [compiled, linked] = [sum("build"), sum("link")];
  return `processor time: ${compiled.seconds} s for compiling ${compiled.count} packages, ${linked.seconds} s for linking ${linked.count} programs`;
}
