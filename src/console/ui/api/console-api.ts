import type {
  Changes,
  CheckResult,
  ClusterStatus,
  HistoryEntry,
  KindInfo,
  LiveState,
  MeshMap,
  ObjectChange,
  PolicyFile,
  RequestEffect,
  RunEvent,
  RunRequest,
  RunStarted,
  Session,
  Written,
} from "../../contract.js";
import { request } from "./request.js";

// The contract, as functions.

export const loadSession = () => request<Session>("GET", "session");
export const loadKinds = () => request<KindInfo[]>("GET", "kinds");
export const loadMesh = () => request<MeshMap>("GET", "mesh");
export const loadFiles = () => request<PolicyFile[]>("GET", "files");
export const loadFile = (file: string) => request<PolicyFile>("GET", `file?${query({ file })}`);
export const check = (changes: Changes) => request<CheckResult>("POST", "check", changes);
export const computeEffect = (changes: Changes) => request<RequestEffect>("POST", "effect", changes);
export const writeFiles = (changes: Changes) => request<Written>("PUT", "files", changes);
export const startRun = (run: RunRequest) => request<RunStarted>("POST", "runs", run);
export const cancelRun = (id: string) => request<unknown>("DELETE", `runs/${encodeURIComponent(id)}`);
export const loadHistory = (file: string) => request<HistoryEntry[]>("GET", `history?${query({ file })}`);
export const loadText = (file: string, id: string) =>
  request<{ text: string }>("GET", `history/text?${query({ file, id })}`);
export const loadLive = (service: string) => request<LiveState>("GET", `live?${query({ service })}`);
export const loadStatus = () => request<ClusterStatus>("GET", "status");
export const loadObjects = (id: string) =>
  request<{ objects: ObjectChange[] }>("GET", `history/objects?${query({ id })}`);

/** What becomes of the events of a run. */
export interface RunListener {
  onEvent: (event: RunEvent) => void;
  /** @param isUnknown whether there never was an event */
  onLost: (isUnknown: boolean) => void;
}

/** Listens to a run until it ends; after a lost connection the browser asks for the events behind the last one that it has. @returns what stops listening */
export function watchRun(id: string, { onEvent, onLost }: RunListener): () => void {
  const source = new EventSource(`api/runs/${encodeURIComponent(id)}/events`);
  let isOpened = false;
  source.addEventListener("open", () => {
    isOpened = true;
  });
  source.addEventListener("message", ({ data }) => {
    const event = JSON.parse(String(data)) as RunEvent;
    onEvent(event);
    // Otherwise the browser would ask for all of them again.
    if (event.type === "end") source.close();
  });
  source.addEventListener("error", () => {
    if (source.readyState === EventSource.CLOSED) onLost(!isOpened);
  });
  return () => source.close();
}

function query(parameters: Record<string, string>): string {
  return new URLSearchParams(parameters).toString();
}
