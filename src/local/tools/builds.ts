import type { Build, CacheEntry } from "./cache.js";
import { cacheKey } from "./cache-key.js";
import { catalog, type GoModule, type ToolName } from "./catalog.js";
import { copyGatewayApiFiles, copyIstioFiles, copyLanguageHost, unpackEnvoy } from "./files.js";
import { buildGo } from "./go-build.js";

type BuildName = "language-host" | "envoy" | "istio-files" | "gateway-api-files" | GoModule;

/** A build, and how long it takes at first. */
export interface ToolBuild extends Build {
  /** With empty caches on two cores; undefined when it is not worth saying. */
  usually: string | undefined;
}

/** In the order in which they run: one after another, since one `go build` keeps all cores busy. */
const builds: Readonly<Record<BuildName, Pick<ToolBuild, "make" | "usually">>> = {
  "language-host": { make: copyLanguageHost, usually: undefined },
  envoy: { make: unpackEnvoy, usually: undefined },
  "istio-files": { make: copyIstioFiles, usually: undefined },
  "gateway-api-files": { make: copyGatewayApiFiles, usually: undefined },
  pulumi: { make: (missing, place) => buildGo("pulumi", missing, place), usually: "3 min" },
  provider: { make: (missing, place) => buildGo("provider", missing, place), usually: "6 min" },
  cluster: { make: (missing, place) => buildGo("cluster", missing, place), usually: "11 min for all" },
  ratelimit: { make: (missing, place) => buildGo("ratelimit", missing, place), usually: "1 min" },
  jaeger: { make: (missing, place) => buildGo("jaeger", missing, place), usually: "3 min" },
};

/** Where the tool is in the cache. */
export function cacheEntry(name: ToolName): CacheEntry {
  return { name, key: cacheKey(name), file: name === "envoy-bootstrap" ? "envoy_bootstrap.json" : name };
}

/** The builds that make these tools; those of one Go module share one. */
export function planBuilds(names: readonly ToolName[]): ToolBuild[] {
  return Object.entries(builds).flatMap(([name, build]) => {
    const entries = names.filter((tool) => buildOf(tool) === name).map(cacheEntry);
    return entries.length === 0 ? [] : [{ name, entries, ...build }];
  });
}

function buildOf(name: ToolName): BuildName {
  const source = catalog[name];
  switch (source.from) {
    case "go":
      return source.module;
    case "istio-files":
    case "gateway-api-files":
      return source.from;
    case "wheel":
      return "envoy";
    case "script":
      return "language-host";
  }
}
