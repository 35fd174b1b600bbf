import type { Finding, Level } from "../findings/finding.js";
import type { DocumentType } from "../policy/kind.js";
import type { StatusReport } from "../status/report.js";

// What page and server of the console say to each other, as JSON, below `/api`. Every answer that is no success is a `Problem`.

// The page itself is built into `dist/console/ui`: `index.html`, served at `/`, and `assets/`, whose names change with their content.

/**
 * Stands in `index.html` where the nonce of the answer's content-security policy belongs, `style-src 'nonce-…'`: the YAML editor
 * makes style elements. The rest of the policy is `script-src 'self'; connect-src 'self'; img-src 'self' data:`.
 */
export const noncePlaceholder = "NONCE_OF_THE_ANSWER";

/** Any answer with a status of 400 or more. */
export interface Problem {
  /** What was wrong, and what to do. */
  error: string;
}

/** What a console may do: look, write files for a pull request, or write them and bring them up. */
export const WriteMode = { None: "none", Files: "files", Apply: "apply" } as const;
export type WriteMode = (typeof WriteMode)[keyof typeof WriteMode];

/** `GET /api/session` */
export interface Session {
  stack: string;
  write: WriteMode;
  /** To be sent as header `x-csrf-token` with everything that is not a GET. */
  csrfToken: string;
  /** Folder of the documents, as files are named: `stacks/dev/policies`. */
  folder: string;
}

/** `GET /api/kinds`: every kind of policy, in the order of the reference page. */
export interface KindInfo {
  key: string;
  summary: string;
  source: string;
  documents: readonly DocumentType[];
  protocols: readonly string[];
  /** A whole document, as YAML. */
  example: string;
  /** JSON Schema, draft 2020-12, of its value. */
  schema: Record<string, unknown>;
}

/** How many findings of each level. */
export type FindingCounts = Record<Level, number>;

/** A service on the map. */
export interface ServiceNode {
  /** `namespace/name` */
  id: string;
  namespace: string;
  name: string;
  ports: { number: number; name?: string; protocol: string }[];
  /** Names of its versions. */
  versions: string[];
  /** Keys of its document's policies; none without a document. */
  kinds: string[];
  /** File of its document. */
  file?: string;
  /** The mode in effect: STRICT, PERMISSIVE, DISABLE, MIXED where pods differ, or UNKNOWN where policies contradict each other. */
  mtls: string;
  /** Whether it is in the stack's applications; false where only a document names it. */
  isDeclared: boolean;
  findings: FindingCounts;
}

/** A gateway on the map. */
export interface GatewayNode {
  /** `namespace/name` */
  id: string;
  namespace: string;
  name: string;
  listeners: { name: string; protocol: string; port: number }[];
}

/** An arrow on the map; ids of services and gateways, or a host outside of the mesh. */
export interface Edge {
  kind: "call" | "route" | "mirror" | "expose" | "egress";
  from: string;
  to: string;
  /** Hosts of an exposure, weights of routes. */
  label?: string;
}

/** `GET /api/mesh` */
export interface MeshMap {
  services: ServiceNode[];
  gateways: GatewayNode[];
  /** Hosts outside of the mesh that something calls. */
  hosts: string[];
  edges: Edge[];
  /** Documents of namespaces and of the mesh. */
  defaults: { type: DocumentType; id: string; file: string; kinds: string[] }[];
}

/** A document of a file, as text and place. */
export interface DocumentInfo {
  /** Which of the file's YAML documents, from 0; empty ones and Kubernetes objects count. */
  index: number;
  type: DocumentType;
  id: string;
}

/** `GET /api/files` has a list of these without `text`; `GET /api/file?file=…` one with it. */
export interface PolicyFile {
  file: string;
  /** Changes with every change of the text. */
  version: string;
  text?: string;
  documents: DocumentInfo[];
}

/** What one wants a file to be. */
export interface FileChange {
  file: string;
  /** null removes the file. */
  text: string | null;
  /** The version that the change was made from; null where there was no such file. */
  version: string | null;
}

/** Body of `POST /api/check`, `PUT /api/files`, and part of that of `POST /api/runs`. */
export interface Changes {
  changes: FileChange[];
}

/** A finding, and the service that it is about. */
export interface ServiceFinding extends Finding {
  /** Where it is about no document: `namespace/name` of the service whose Service or pods it is about. */
  service?: string;
}

/** What happens to one object of the cluster, by the compiler alone; none are known where the stack with or without the changes has errors. */
export interface ObjectChange {
  change: "create" | "update" | "delete";
  kind: string;
  namespace?: string;
  name: string;
  /** YAML. */
  before?: string;
  after?: string;
}

/** Answer of `POST /api/check`: the whole stack with the changes. */
export interface CheckResult {
  findings: ServiceFinding[];
  /** Of them, those that the changes bring. */
  added: ServiceFinding[];
  /** Those of the stack as it is that the changes take away. */
  removed: Finding[];
  /** Whether findings stop a run. */
  isStopped: boolean;
  /** Unified difference of each file. */
  files: { file: string; patch: string }[];
  objects: ObjectChange[];
  /** Services and gateways whose calls meet one of the objects. */
  callers: string[];
  /** Names of routes whose objects change, as `namespace/host: route`. */
  routes: string[];
}

/** One thing that requests meet otherwise, in words. */
export interface RequestChange {
  /** The host, and what kind of change it is. */
  title: string;
  callers: string;
  requests: string;
  before: string;
  after: string;
  /** Objects that cause it. */
  causes: string[];
}

/** Answer of `POST /api/effect`: what the changes do to requests. */
export interface RequestEffect {
  /** Undefined where findings stop the change: then nothing is known. */
  summary?: string;
  changes: RequestChange[];
}

/** Answer of `PUT /api/files`: the new versions. Status 409 with a `Conflict` where somebody else was first. */
export interface Written {
  files: { file: string; version: string | null }[];
}

/** Somebody else changed a file in between; nothing has been written. */
export interface Conflict extends Problem {
  conflicts: {
    file: string;
    version: string | null;
    text: string | null;
    /** Unified, from theirs to yours. */ patch: string;
  }[];
}

/**
 * Body of `POST /api/runs`. `preview` touches no file, and is allowed in every mode; `up` writes the changes first, unless findings stop
 * it (422), or no preview of these very changes went well (428). Both are refused where somebody else was first (409 as above).
 */
export interface RunRequest extends Changes {
  verb: "preview" | "up";
}

/** Answer of `POST /api/runs`, 201; 409 where another run is under way. `DELETE /api/runs/:id` asks it to end in order, 204. */
export interface RunStarted {
  id: string;
}

/**
 * Events of `GET /api/runs/:id/events`: server-sent, without names, all from the beginning on for each listener, or from the one after
 * `Last-Event-ID`; close the source at `end`. Objects that stay as they are have no steps.
 */
export type RunEvent =
  | {
      type: "step";
      operation: string;
      resource: string;
      urn: string;
      state: "planned" | "running" | "done" | "failed";
      /** Paths that differ. */ diff?: string[];
    }
  | { type: "diagnostic"; level: string; message: string; urn?: string }
  | { type: "summary"; changes: Record<string, number>; seconds: number }
  | {
      type: "end";
      /** 0 where all went well, 130 where the run was cancelled. */ exitCode: number;
    };

/** `GET /api/history?file=…`, the newest first. */
export interface HistoryEntry {
  /**
   * To be given to `GET /api/history/text?file=…&id=…`, which has `{ text }`; of an update to `GET /api/history/objects?id=…`, which has
   * `{ objects }`: a list of `ObjectChange`. 404 where there is none.
   */
  id: string;
  kind: "commit" | "kept" | "update";
  /** ISO 8601. */
  time: string;
  author?: string;
  message: string;
  /** Of an update: how many objects saw which operation. */
  changes?: Record<string, number>;
}

/** `GET /api/live?service=namespace/name` */
export interface LiveState {
  /** Why nothing can be seen; then the rest is empty. */
  unreachable?: string;
  pods: {
    name: string;
    ready: boolean;
    containers: { name: string; ready: boolean; restarts: number; state: string }[];
    /** Whether the pod has a sidecar, and whether that is ready. */
    sidecar: "ready" | "not ready" | "none";
  }[];
  /** Last lines of the sidecars' access logs. */
  accessLog: { pod: string; line: string }[];
}

/** `GET /api/status`: what runs now, or why nothing can be seen. */
export type ClusterStatus = { unreachable: string } | { report: StatusReport };
