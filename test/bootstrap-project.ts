import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { start, type Started } from "./local/process.js";

/** A project with the real src/bootstrap.mjs in it; all that it calls are fakes that note their calls. */
export interface Project {
  folder: string;
  put: (name: string, text: string) => void;
  /** The same as `put`, for what can be run. */
  putScript: (name: string, text: string) => void;
  /** What the fakes wrote since it was last asked, one line a call. */
  takeCalls: () => string[];
  bootstrap: (args: readonly string[], env?: NodeJS.ProcessEnv) => Started;
  remove: () => void;
}

/** A script that notes its call, runs `more` and fails when asked for what `FAIL` names. */
export const fake = (name: string, more: string) => `
  const fs = require("node:fs");
  const call = ["${name}", ...process.argv.slice(2)].join(" ");
  fs.appendFileSync(process.env.CALLS, call + "\\n");
  ${more}
  if (call === process.env.FAIL) process.exit(3);
`;

/** A lock file with a package of that version and an optional one. */
export const lock = (version: string) =>
  JSON.stringify({
    packages: { "": {}, "node_modules/a": { version }, "node_modules/b": { version: "1", optional: true } },
  });

export function makeProject(): Project {
  const folder = mkdtempSync(join(tmpdir(), "pulumi-istio-bootstrap-"));
  const calls = join(folder, "calls");
  const put = (name: string, text: string) => {
    mkdirSync(join(folder, name, ".."), { recursive: true });
    writeFileSync(join(folder, name), text);
  };
  const putScript = (name: string, text: string) => {
    put(name, text);
    chmodSync(join(folder, name), 0o755);
  };
  put("src/index.ts", "");
  for (const name of ["package.json", "src/bootstrap.mjs", "src/newer-node.mjs"])
    copyFileSync(fileURLToPath(new URL(`../${name}`, import.meta.url)), join(folder, name));
  put("tsconfig.json", "{}");
  put("package-lock.json", lock("1"));
  put("node_modules/.package-lock.json", lock("1"));
  put("node_modules/typescript/bin/tsc", fake("tsc", ""));
  put("node_modules/vite/bin/vite.js", fake("vite", ""));
  // The real package.json says that .js files are modules.
  put("node_modules/typescript/package.json", "{}");
  put("node_modules/vite/package.json", "{}");
  put("dist/package.json", "{}");
  put("dist/cli/main.js", fake("mesh", "if (call === process.env.HANG) setInterval(() => {}, 1000);"));
  put(
    "test/run/run.mjs",
    `import { createRequire } from "node:module";\nconst require = createRequire(import.meta.url);\n${fake("run", "")}`,
  );
  putScript("bin/npm", `#!${process.execPath}\n${fake("npm", "")}`);
  put("bin/package.json", "{}");
  return {
    folder,
    put,
    putScript,
    takeCalls: () => {
      const lines = readFileSync(calls, "utf8").trim().split("\n");
      rmSync(calls);
      return lines;
    },
    bootstrap: (args, env) => {
      const path = `${join(folder, "bin")}:${process.env.PATH ?? ""}`;
      return start(join(folder, "src/bootstrap.mjs"), args, { PATH: path, CALLS: calls, ...env });
    },
    remove: () => rmSync(folder, { recursive: true }),
  };
}
