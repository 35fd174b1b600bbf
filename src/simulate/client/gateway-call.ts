import type { MeshReader } from "../../mesh/objects.js";
import type { MeshWorkload } from "../../mesh/workloads.js";
import type { Step } from "../answer.js";
import type { MeshRequest } from "../request.js";
import type { GatewayListener } from "./gateway-listeners.js";

/** A request that comes to the pods of a gateway. */
export interface GatewayCall {
  reader: MeshReader;
  request: MeshRequest;
  gateway: MeshWorkload;
  /** All listeners that the pods have at the called port, the first to count first. */
  listeners: readonly GatewayListener[];
  steps: readonly Step[];
}
