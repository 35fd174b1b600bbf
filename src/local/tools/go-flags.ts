import { totalmem } from "node:os";

/** Flags of every `go` command for our tools: nobody debugs them, and debugging information is a good part of compiling. */
export const goFlags = ["-trimpath", "-buildvcs=false", "-gcflags=all=-dwarf=false"] as const;

/** The share of the machine's memory from which on a compiler collects its garbage. */
const memoryShare = 1 / 8;

/**
 * The environment of every `go` command for our tools. What the user has set for other work must not change these builds;
 * caches and proxies stay the user's.
 *
 * @param temporary folder for what lives as long as the command
 */
export function goEnvironment(temporary?: string): NodeJS.ProcessEnv {
  const env: NodeJS.ProcessEnv = { ...process.env };
  // Not empty: go falls back to the flags of `go env -w` then.
  env.GOFLAGS = goFlags.join(" ");
  env.GOWORK = "off";
  // No C compiler is needed, and what goes into images needs no libraries.
  env.CGO_ENABLED = "0";
  // A compiler lives for seconds: collecting its garbage takes more time than the memory is worth, up to a limit.
  env.GOGC = "off";
  env.GOMEMLIMIT = `${Math.floor((totalmem() * memoryShare) / 2 ** 20)}MiB`;
  if (temporary !== undefined) env.GOTMPDIR = temporary;
  for (const name of ["GOOS", "GOARCH", "GOROOT", "GO111MODULE", "GOEXPERIMENT"]) delete env[name];
  return env;
}
