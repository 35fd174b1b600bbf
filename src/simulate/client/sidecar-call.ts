import type { MeshReader } from "../../mesh/objects.js";
import type { MeshWorkload } from "../../mesh/workloads.js";
import type { Step } from "../answer.js";
import type { MeshRequest } from "../request.js";
import type { Callee } from "./callee.js";
import type { Flow } from "./flow.js";
import type { EgressListener, SidecarScope } from "./sidecar-scope.js";

/** A request that comes to a sidecar. */
export interface SidecarRequest {
  request: MeshRequest;
  callee: Callee;
  /** The caller's pods. */
  workload: MeshWorkload;
  steps: readonly Step[];
}

/** What a sidecar knows when it gets a request. */
export interface SidecarCall extends SidecarRequest {
  reader: MeshReader;
  scope: SidecarScope;
  listener: EgressListener;
  flow: Flow;
  /** The full name of the called host. */
  host: string;
}
