import type { MeshReader } from "../../mesh/objects.js";
import type { MeshRequest } from "../request.js";
import type { Routed } from "../routed.js";
export function routeRequest(_: MeshReader, __: MeshRequest): readonly Routed[] {
  return [];
}
