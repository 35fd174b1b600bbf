import type { Place, ValuePath } from "../findings/place.js";
import type { FindingResource } from "../findings/finding.js";
import type { MeshWorkload } from "../mesh/workloads.js";
import { identifyObject, type AnalyzedObject } from "../mesh/objects.js";

/** What decides something about a request, in the order in which a request meets it. */
export type Stage =
  | "caller"
  | "scope"
  | "gateway"
  | "route"
  | "rewrite"
  | "fault"
  | "mirror"
  | "destination"
  | "traffic"
  | "tls"
  | "rateLimit"
  | "authentication"
  | "authorization";

/** The object and the field that decide, and where that stands. */
export interface StepSource extends Place {
  resource: FindingResource;
  path: ValuePath;
}

/** One decision on the way of a request. */
export interface Step {
  stage: Stage;
  /** What is decided: one sentence. */
  message: string;
  /** @default - Istio's own default decides */
  source?: StepSource;
}

/** How long, and how often, the caller's proxy tries. */
export interface Delivery {
  /** As Istio writes it, `2s`; undefined where there is no limit. */
  timeout?: string;
  /** Retries after the first attempt, with Istio's default of 2 where nobody says otherwise. */
  attempts: number;
  perTryTimeout?: string;
  retryOn?: string;
}

/** Where a request ends that a workload answers. */
export interface Destination {
  /** Full host. */
  host: string;
  /** Of the Service or ServiceEntry. */
  port: number;
  /** Empty where none is chosen. */
  subset: string;
  /** The pods, or the machines, that answer; undefined for a host outside of the mesh. */
  workload?: MeshWorkload;
}

/** What comes of a request, or of a share of such requests. */
export type Outcome = Reached | Answered | Broken | Unknown;

interface Part {
  /** Of all such requests, above 0 and at most 1. The outcomes of one answer make 1 together. */
  share: number;
  /** What only this share meets, in order, after the steps of the answer. */
  steps: readonly Step[];
}

/** An application gets the request. */
export interface Reached extends Part {
  kind: "reached";
  destination: Destination;
  /** The request's path and query as the application gets them. */
  path: string;
  /** The host header as the application gets it. */
  authority: string;
  /** Whether the connection to the workload is mutual TLS of the mesh. */
  isMutualTls: boolean;
  delivery: Delivery;
  /** Destinations that get a copy, each with its percentage. */
  mirrors: readonly { host: string; subset: string; percentage: number }[];
  /** A delay that a fault adds before, as Istio writes it. @default none */
  delay?: string;
}

/** A proxy answers by itself. */
export interface Answered extends Part {
  kind: "answered";
  status: number;
  /** Why. `denied` has the policy in its last step. */
  by:
    | "redirect"
    | "directResponse"
    | "fault"
    | "preflight"
    | "noRoute"
    | "noEndpoint"
    | "unauthenticated"
    | "denied"
    | "rateLimit"
    | "upstream";
  body?: string;
  /** Of a redirect. */
  location?: string;
  delay?: string;
}

/** The caller gets no HTTP answer: no name, no listener, a reset connection, a failed TLS handshake. */
export interface Broken extends Part {
  kind: "broken";
  reason: string;
}

/** What objects do not say, such as what a filter or an authorizer does. */
export interface Unknown extends Part {
  kind: "unknown";
  reason: string;
}

/** What a request meets in a mesh. */
export interface Answer {
  /** What all of its shares meet, in order. */
  steps: readonly Step[];
  outcomes: readonly Outcome[];
}

/** A step that a field of an object decides. Its place is looked for when somebody asks: most requests are simulated without. */
export function createStep(stage: Stage, message: string, object: AnalyzedObject, path: ValuePath): Step {
  let source: StepSource | undefined;
  return {
    stage,
    message,
    get source() {
      source ??= { ...object.locate(path), resource: identifyObject(object), path };
      return source;
    },
  };
}
