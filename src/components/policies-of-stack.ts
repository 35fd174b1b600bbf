import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import { createFinding } from "../codes.js";
import type { Finding } from "../finding.js";
import { stopOnErrors } from "./stop-on-errors.js";

/** A document of a service takes some kilobytes; what is larger is another file that got here by mistake. */
const largestBytes = 1024 * 1024;

/**
 * Reads all `*.yaml` and `*.yml` files of a folder and those below it; none where there is no such folder.
 * @returns texts by path, as seen from where the program runs
 * @throws RunError that lists the files that are no texts
 */
export function readPolicies(folder: string): Record<string, string> {
  if (!existsSync(folder)) return {};
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter(
    (name) => /\.ya?ml$/.test(name) && !isFolder(join(folder, name)),
  );
  const findings: Finding[] = [];
  const files = names.sort().map((name): [string, string] => {
    const path = join(folder, name);
    const file = relative(process.cwd(), path);
    const text = readText(path);
    if (typeof text === "string") return [file, text];
    findings.push({ ...createFinding("MESH0201", text.problem), file });
    return [file, ""];
  });
  stopOnErrors(findings);
  return Object.fromEntries(files);
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

function readText(path: string): string | { problem: string } {
  // A link may lead nowhere: without a word its policies would be missing, and what they made be removed.
  if (!existsSync(path)) return { problem: "the file is a link that leads nowhere" };
  const bytes = readFileSync(path);
  if (bytes.length > largestBytes) {
    return { problem: `the file has ${bytes.length} bytes, more than the ${largestBytes} that policies may have` };
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return { problem: "the file is not UTF-8 text" };
  }
}
