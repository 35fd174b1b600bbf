import type { Problem } from "../../findings/problem.js";
import { findMessageProblems } from "./check.js";
import { readValue } from "../merge.js";
import type { ResolvedControlPlane } from "../control-plane/resolve.js";
import { readMinor } from "../versions/versions.js";

/** Where settings of a control plane have a mesh configuration. */
const places: readonly (readonly string[])[] = [["meshConfig"], ["values", "istiod", "meshConfig"]];

/** What istiod would not take, or not use, of the mesh configuration that settings ask for. */
export function findMeshConfigProblems(settings: ResolvedControlPlane): Problem[] {
  const minor = readMinor(settings.version);
  return places.flatMap((at) =>
    findMessageProblems(readValue(settings, at.join(".")), { type: "MeshConfig", minor, at }),
  );
}
