import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { catalog, moduleOf, type ToolName } from "./catalog.js";
import { goFlags } from "./go-flags.js";
import { goPatches } from "./go-patches.js";
import { linkerFlags, pinnedVersion } from "./pinned-version.js";
import { envoyRequirements, languageHostScript, readGoSources } from "./sources.js";

/** `<version>-<hash of everything that decides the tool's content>`, the name of its folder in the cache. */
export function cacheKey(name: ToolName): string {
  return computeKey(pinnedVersion(name), readDeciding(name));
}

/** `<version>-<first 12 digits of the SHA-256 of the texts>`; where one text ends and the next begins counts too. */
export function computeKey(version: string, texts: readonly string[]): string {
  const hash = createHash("sha256").update(JSON.stringify(texts)).digest("hex");
  return `${version}-${hash.slice(0, 12)}`;
}

function readDeciding(name: ToolName): string[] {
  const source = catalog[name];
  switch (source.from) {
    case "go":
      return [
        ...readGoSources(moduleOf(source.build)),
        JSON.stringify(goPatches),
        ...goFlags,
        linkerFlags(moduleOf(source.build)),
      ];
    case "istio-files":
    case "gateway-api-files":
      return readGoSources("tools");
    case "wheel":
      return [readFileSync(envoyRequirements, "utf8")];
    case "script":
      return [readFileSync(languageHostScript, "utf8")];
  }
}
