import { createContext, useCallback, useContext, useEffect, useMemo, useState, type ReactNode } from "react";
import type { RunRequest } from "../../contract.js";
import { cancelRun, startRun, watchRun } from "../api/console-api.js";
import { formatError } from "../api/request.js";
import { addEvent, nothingYet, type RunProgress } from "./run-progress.js";

/** A run of the engine, which goes on while another screen is shown. */
export interface Run {
  verb?: RunRequest["verb"];
  progress: RunProgress;
  isRunning: boolean;
  /** The changes, as JSON, that the last run has previewed without an error. */
  previewed?: string;
  /** Why its events cannot be seen, or it could not be cancelled. */
  error?: string;
  /** @throws RequestError where it cannot be started */
  start: (request: RunRequest) => Promise<void>;
  cancel: () => void;
}

const Context = createContext<Run | undefined>(undefined);

export function useRun(): Run {
  const run = useContext(Context);
  if (run === undefined) throw new Error("this is shown outside of the frame");
  return run;
}

/** Kept in the tab, so that a reload of the page finds its run again. */
const storageKey = "mesh-console-run";

interface Known {
  id: string;
  verb: RunRequest["verb"];
}

function readKnown(): Known | undefined {
  const kept = window.sessionStorage.getItem(storageKey);
  return kept === null ? undefined : (JSON.parse(kept) as Known);
}

export function RunProvider({ children }: { children: ReactNode }) {
  const [known, setKnown] = useState(readKnown);
  const [changes, setChanges] = useState<string>();
  const [progress, setProgress] = useState(nothingYet);
  const [error, setError] = useState<string>();
  const id = known?.id;
  useEffect(() => {
    if (id === undefined) return;
    return watchRun(id, {
      onEvent: (event) => setProgress((before) => addEvent(before, event)),
      onLost: (isUnknown) => {
        // The server of an earlier time had it. What is lost while the page is left is found again by the next one.
        if (isUnknown) window.sessionStorage.removeItem(storageKey);
        setError("the events of this run are no longer available");
      },
    });
  }, [id]);
  const start = useCallback(async (request: RunRequest) => {
    const started = await startRun(request);
    const next = { id: started.id, verb: request.verb };
    window.sessionStorage.setItem(storageKey, JSON.stringify(next));
    setProgress(nothingYet);
    setError(undefined);
    setKnown(next);
    setChanges(JSON.stringify(request.changes));
  }, []);
  const cancel = useCallback(() => {
    if (id !== undefined) cancelRun(id).catch((reason: unknown) => setError(formatError(reason)));
  }, [id]);
  const isRunning = known !== undefined && progress.exitCode === undefined && error === undefined;
  const previewed = known?.verb === "preview" && progress.exitCode === 0 ? changes : undefined;
  const run = useMemo(
    () => ({ verb: known?.verb, progress, isRunning, previewed, error, start, cancel }),
    [known, progress, isRunning, previewed, error, start, cancel],
  );
  return <Context.Provider value={run}>{children}</Context.Provider>;
}
