import type { Build, CacheEntry } from "./cache.js";
import { cacheKey } from "./cache-key.js";
import { catalog, type GoBuild, type ToolName } from "./catalog.js";
import { copyGatewayApiFiles, copyIstioFiles, copyLanguageHost, unpackEnvoy } from "./files.js";
import { buildGo } from "./go-build.js";

type BuildName = "language-host" | "envoy" | "istio-files" | "gateway-api-files" | GoBuild;

/** A build, and what it costs at first. */
export interface ToolBuild extends Build {
  /** The `go build` that it is, if it is one. */
  go: GoBuild | undefined;
  /** Seconds of processor time with empty caches, on the machine of the README's numbers (`npm run bench:cold`). */
  cost: number;
}

/**
 * In the order in which they run. Costs are those of a build that comes after the ones before it, which has less to do.
 */
const builds: Readonly<Record<BuildName, Pick<ToolBuild, "make" | "cost">>> = {
  "language-host": { make: copyLanguageHost, cost: 0 },
  envoy: { make: unpackEnvoy, cost: 2 },
  "istio-files": { make: copyIstioFiles, cost: 1 },
  "gateway-api-files": { make: copyGatewayApiFiles, cost: 0 },
  cluster: { make: (missing, place) => buildGo("cluster", missing, place), cost: 560 },
  engine: { make: (missing, place) => buildGo("engine", missing, place), cost: 190 },
  ratelimit: { make: (missing, place) => buildGo("ratelimit", missing, place), cost: 25 },
  jaeger: { make: (missing, place) => buildGo("jaeger", missing, place), cost: 120 },
};

/** Where the tool is in the cache. */
export function cacheEntry(name: ToolName): CacheEntry {
  return { name, key: cacheKey(name), file: name === "envoy-bootstrap" ? "envoy_bootstrap.json" : name };
}

/** The builds that make these tools; those of one `go build` share one. */
export function planBuilds(names: readonly ToolName[]): ToolBuild[] {
  return Object.entries(builds).flatMap(([name, build]) => {
    const tools = names.filter((tool) => buildOf(tool) === name);
    const [first] = tools;
    if (first === undefined) return [];
    const source = catalog[first];
    return [{ name, entries: tools.map(cacheEntry), go: source.from === "go" ? source.build : undefined, ...build }];
  });
}

function buildOf(name: ToolName): BuildName {
  const source = catalog[name];
  switch (source.from) {
    case "go":
      return source.build;
    case "istio-files":
    case "gateway-api-files":
      return source.from;
    case "wheel":
      return "envoy";
    case "script":
      return "language-host";
  }
}
