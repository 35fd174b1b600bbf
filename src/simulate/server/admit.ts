import type { MeshReader } from "../../mesh/objects.js";
import type { Step } from "../answer.js";
import { findForeignFilter } from "../proxy-filters.js";
import type { MeshRequest } from "../request.js";
import { askAuthorizer, checkAccess } from "./access.js";
import type { Arrival, Passage } from "./arrival.js";
import { checkToken } from "./tokens.js";

/** What a proxy lets in. */
export interface Admission extends Passage {
  /** As it goes on. */
  request: MeshRequest;
  /** Claims of the token that the proxy has checked. @default none */
  claims?: Readonly<Record<string, unknown>>;
}

/**
 * The way through a proxy's filters, a sidecar's or a gateway's: authorizer, token, access.
 * Source: `buildHTTPConnectionManager` in istio pilot/pkg/networking/core/listener_builder.go.
 */
export function admit(reader: MeshReader, arrival: Arrival, side: "inbound" | "gateway"): Admission {
  const steps: Step[] = [];
  const foreign = findForeignFilter(reader, arrival.workload, side);
  if (foreign !== undefined) {
    return { steps: foreign.steps, end: { kind: "unknown", reason: foreign.reason }, request: arrival.request };
  }
  const asked = askAuthorizer(reader, arrival);
  steps.push(...asked.steps);
  if (asked.end !== undefined) return { steps, end: asked.end, request: arrival.request };
  const { claims, request, ...token } = checkToken(reader, arrival);
  steps.push(...token.steps);
  if (token.end !== undefined) return { steps, end: token.end, request };
  const access = checkAccess(reader, { ...arrival, request, claims });
  return { steps: [...steps, ...access.steps], end: access.end, request, claims };
}
