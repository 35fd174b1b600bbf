import type { Progress } from "../local/progress.js";
import { areCached, getTools } from "../local/tools/get-tools.js";
import { lookOnPath } from "../local/tools/on-path.js";
import { getReleasedPulumi } from "../local/tools/released-pulumi.js";
import { chooseEngine } from "./choose-engine.js";
import type { BuiltEngine, EngineTools } from "./engine-environment.js";

/** The tools that this project builds for the engine. */
export const builtTools = ["pulumi", "pulumi-resource-kubernetes", "pulumi-language-nodejs"] as const;

/** The engine that this project builds, of which a good `pulumi` on PATH takes the place. A local cluster's tools are built anyway. */
export function getBuiltEngine(report: Progress): Promise<BuiltEngine> {
  return getTools(builtTools, report);
}

/** An engine for stacks on other clusters, for which nothing is built. */
export async function getEngine(report: Progress): Promise<EngineTools> {
  const onPath = await lookOnPath("pulumi");
  const { from, notes } = chooseEngine({ onPath, isBuilt: areCached(builtTools) });
  for (const note of notes) report.note(note);
  if (from === "path" && onPath !== undefined) return { pulumi: onPath.path };
  if (from === "cache") return getBuiltEngine(report);
  return { pulumi: await getReleasedPulumi(report) };
}
