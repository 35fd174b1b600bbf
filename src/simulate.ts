// `pulumi-istio/simulate`: what comes of a request in a mesh, without a cluster, a stack or the engine.
export { indexMesh, type AnalysisInput } from "./analysis/analyze.js";
export { indexPolicies } from "./plan/policy-plan.js";
export type { MeshReader } from "./mesh/objects.js";
export type { MeshWorkload } from "./mesh/workloads.js";
export { simulate } from "./simulate/simulate.js";
export { formatAnswer } from "./simulate/format-answer.js";
export { readRequest, type ReadRequest, type RequestProblem, type RequestText } from "./simulate/read-request.js";
export { renderAnswer, type RenderedAnswer, type RenderedOutcome } from "./simulate/render-answer.js";
export type * from "./simulate/answer.js";
export type * from "./simulate/request.js";
