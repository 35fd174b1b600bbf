import type { FindingResource } from "../../findings/finding.js";
import type { FilePlace } from "../../findings/place.js";

/** What a change of a mesh does to requests, and what each is called in sentences. */
export const changeKinds = {
  "newly-denied": "newly denied",
  "newly-allowed": "newly allowed",
  "cut-off": "cut off by mutual TLS",
  unreachable: "not reached any more",
  reachable: "newly reached",
  routes: "other route",
  delivery: "other timeout or retries",
  limits: "other limits",
  "mutual-tls": "other use of mutual TLS",
  "new-host": "new host",
  unknown: "not known",
} as const;
export type ChangeKind = keyof typeof changeKinds;

/** An object that differs, and where it stands: where it stood, if it is removed. */
export interface Cause extends FilePlace {
  action: "created" | "changed" | "removed";
  resource: FindingResource;
}

/** One difference that requests meet. */
export interface Change {
  kind: ChangeKind;
  /** `namespace/name` of the Service, or the host. */
  host: string;
  /** `namespace/name` of the gateway that clients outside call. @default - called in the mesh */
  gateway?: string;
  /** What came of the requests, and what comes of them. */
  before: string;
  after: string;
  /** Names of all callers, sorted. */
  callers: readonly string[];
  /** Which requests, in words. */
  requests: readonly string[];
  causes: readonly Cause[];
}

/** All that a change of a mesh does to requests. */
export interface Effect {
  /** In the order of their kinds, then of hosts. */
  changes: readonly Change[];
  /** Objects that differ, and make no difference to any request. */
  withoutEffect: readonly Cause[];
  /** Requests that were compared. */
  compared: number;
  /** Requests that would be too many to compare. */
  leftOut: number;
}
