import { createProblem, formatSetting, type Problem } from "../../findings/problem.js";
import { checkMeshConfig, type MeshConfigProblem } from "./check.js";
import { readValue } from "../merge.js";
import type { ResolvedControlPlane } from "../control-plane/resolve.js";
import { readMinor } from "../versions/versions.js";

/** The code of each kind of problem. */
const meshConfigCodes = { refused: "MESH0150", ignored: "MESH0151", lost: "MESH0152" } as const satisfies Record<
  MeshConfigProblem["kind"],
  string
>;

/** What happens, behind what to do: of one wrong value nobody expects it. */
const drops = "istiod would drop all of the mesh configuration";

/** The code of a problem of the mesh configuration, and what to do. */
export function describeMeshConfigProblem({ kind, message, remedy }: MeshConfigProblem): MeshConfigFacts {
  return { code: meshConfigCodes[kind], message, ...(remedy === undefined ? {} : { remedy: `${remedy}: ${drops}` }) };
}

interface MeshConfigFacts {
  code: (typeof meshConfigCodes)[MeshConfigProblem["kind"]];
  message: string;
  remedy?: string;
}

/** Where settings of a control plane have a mesh configuration. */
const places: readonly (readonly string[])[] = [["meshConfig"], ["values", "istiod", "meshConfig"]];

/** What istiod would not take, or not use, of the mesh configuration that settings ask for. */
export function findMeshConfigProblems(settings: ResolvedControlPlane): Problem[] {
  const minor = readMinor(settings.version);
  return places.flatMap((place) => {
    const value = readValue(settings, place.join("."));
    const formatPath = (path: readonly PropertyKey[]) => formatSetting([...place, ...path]);
    const problems = checkMeshConfig(value, { type: "MeshConfig", minor, formatPath });
    return problems.map((problem) => {
      const { code, message, remedy } = describeMeshConfigProblem(problem);
      return createProblem([...place, ...problem.path], code, message, remedy);
    });
  });
}
