import { useCallback, useState } from "react";
import { WriteMode, type Conflict, type RunRequest } from "../../contract.js";
import { writeFiles } from "../api/console-api.js";
import { formatError, RequestError } from "../api/request.js";
import { toChanges } from "../drafts/draft-store.js";
import { useConsole, useDrafts } from "../shell/console-context.js";
import { useRun } from "./run-context.js";

/** What can be done with the drafts, and why it was not. */
export interface Confirm {
  /** Whether an answer is waited for. */
  isBusy: boolean;
  error?: string;
  conflict?: Conflict;
  /** What has been done that no run shows. */
  done?: string;
  run: (verb: RunRequest["verb"]) => void;
  write: () => void;
  settle: (file: string) => void;
}

interface Outcome {
  error?: string;
  conflict?: Conflict;
  done?: string;
}

export function useConfirm(): Confirm {
  const { drafts: store, refresh, session } = useConsole();
  const drafts = useDrafts();
  const { start } = useRun();
  const [isBusy, setBusy] = useState(false);
  const [outcome, setOutcome] = useState<Outcome>({});
  const attempt = useCallback(async (act: () => Promise<Outcome>) => {
    setBusy(true);
    setOutcome({});
    setOutcome(await act().catch(toOutcome));
    setBusy(false);
  }, []);
  const forget = () => {
    for (const { file } of drafts) store.drop(file);
    refresh();
  };
  const run = (verb: RunRequest["verb"]) =>
    void attempt(async () => {
      await start({ verb, changes: toChanges(drafts) });
      // `up` has written the files before it begins.
      if (verb === "up") forget();
      return {};
    });
  const write = () =>
    void attempt(async () => {
      const { files } = await writeFiles({ changes: toChanges(drafts) });
      forget();
      const where = session.write === WriteMode.Files ? "; commit them for a pull request" : "";
      return { done: `Written: ${files.map(({ file }) => file).join(", ")}${where}.` };
    });
  const settle = (file: string) =>
    setOutcome(({ conflict }) => {
      const conflicts = conflict?.conflicts.filter((one) => one.file !== file) ?? [];
      return conflict === undefined || conflicts.length === 0 ? {} : { conflict: { ...conflict, conflicts } };
    });
  return { isBusy, ...outcome, run, write, settle };
}

function toOutcome(error: unknown): Outcome {
  const body = error instanceof RequestError && error.status === 409 ? error.body : undefined;
  if (typeof body === "object" && body !== null && "conflicts" in body) return { conflict: body as Conflict };
  return { error: formatError(error) };
}
