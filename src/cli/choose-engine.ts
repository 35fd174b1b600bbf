import { oldestPulumi, type LookedUpTool } from "../local/tools/on-path.js";

/** What a machine has of Pulumi's engine. */
export interface EngineOffers {
  /** The `pulumi` on PATH, good or not. */
  onPath: LookedUpTool | undefined;
  /** Whether all tools that this project builds for the engine are in the cache. */
  isBuilt: boolean;
}

/** Where the engine is to come from: PATH, the cache of built tools, or the official npm package. */
export interface EngineChoice {
  from: "path" | "cache" | "npm";
  /** What people should know about it. */
  notes: readonly string[];
}

/**
 * Chooses the engine of a stack whose cluster is not the local one. Nothing is ever built for it: whoever has a cluster of their own
 * may have neither Go nor twenty minutes.
 */
export function chooseEngine({ onPath, isBuilt }: EngineOffers): EngineChoice {
  if (onPath?.isGood === true) {
    return { from: "path", notes: [`pulumi: on PATH (${onPath.path}, ${onPath.version ?? ""})`] };
  }
  return { from: isBuilt ? "cache" : "npm", notes: onPath === undefined ? [] : [describeRefusal(onPath)] };
}

function describeRefusal({ path, version }: LookedUpTool): string {
  const given = version === undefined ? "does not say its version" : `is ${version}`;
  return `pulumi: ${path} on PATH ${given} and is not used; ${oldestPulumi} or a later 3.x is needed`;
}
