// The phases of the live tests, and which files are of which.
import { readdirSync } from "node:fs";
import { join } from "node:path";

/** Each has an npm script of its name, `test:e2e` and so on. */
export const phases = ["e2e", "policy", "page", "engine"];

/** The console's page in a browser, over a server of the tests. */
const page = /^console-(page|modes|reach|form|attacks)$/;

/** The real engine over stand-ins or in previews alone, and the real istioctl: they need no cluster. */
const engine = /^(eks|eks-.*|foreign-samples|istio-fixtures|istioctl-analyze|policy-pack|sarif)$/;

/**
 * The phase of a live test; undefined of another file.
 * @param {string} file path from the project's folder on
 */
export function findPhase(file) {
  if (/^test\/e2e\/policy\/[^/]+\.test\.ts$/.test(file)) return "policy";
  const name = /^test\/e2e\/([^/]+)\.test\.ts$/.exec(file)?.[1];
  if (name === undefined) return undefined;
  return page.test(name) ? "page" : engine.test(name) ? "engine" : "e2e";
}

/**
 * All live tests of a phase, as paths from the project's folder on.
 * @param {string} project its folder
 * @param {string} phase
 */
export function listLiveTests(project, phase) {
  const files = readdirSync(join(project, "test/e2e"), { recursive: true, encoding: "utf8" });
  return files
    .map((file) => `test/e2e/${file}`)
    .filter((file) => findPhase(file) === phase)
    .sort();
}
