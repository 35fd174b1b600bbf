// Run as a process of its own: makes the cache entry "fake" by a shell command.
// Arguments: the shell command, which sees $WORK (the temporary folder) and $RESULT (the file to make).
import { join } from "node:path";
import { run } from "../../../src/local/run.js";
import { makeMissing, pathInCache, type Build } from "../../../src/local/tools/cache.js";

const command = process.argv[2] ?? "false";
const entry = { name: "fake", key: "1.0.0-abc", file: "fake" };
const build: Build = {
  name: "fake",
  entries: [entry],
  make: (_missing, { results, work, log }) =>
    run("sh", ["-c", command], { log, env: { ...process.env, WORK: work, RESULT: join(results, "fake/fake") } }),
};

try {
  await makeMissing(build, { state: (state) => console.log(state), share: () => undefined });
  console.log(`path: ${pathInCache(entry)}`);
} catch (error) {
  console.log((error as Error).message);
  process.exitCode = 1;
}
