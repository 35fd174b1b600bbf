import { createContext, useContext, useEffect, useMemo, useState, type ReactNode } from "react";
import type { CheckResult } from "../../contract.js";
import { check } from "../api/console-api.js";
import { formatError } from "../api/request.js";
import { toChanges } from "../drafts/draft-store.js";
import { useConsole, useDrafts } from "../shell/console-context.js";

/** What the server says of the stack with all drafts. */
export interface Check {
  /** The last answer; of the drafts as they were when it was asked for. */
  result?: CheckResult;
  error?: string;
  /** Whether the drafts are other ones than those of the answer. */
  isBehind: boolean;
}

const Context = createContext<Check>({ isBehind: true });

export const useCheck = (): Check => useContext(Context);

/** How long nothing is typed before the server is asked. */
const pause = 350;

/** Checks the drafts whenever they or the files have changed, once for all screens. */
export function CheckProvider({ children }: { children: ReactNode }) {
  const { turn } = useConsole();
  const drafts = useDrafts();
  const key = useMemo(() => JSON.stringify(toChanges(drafts)), [drafts]);
  const [answer, setAnswer] = useState<{ key: string; result?: CheckResult; error?: string }>({ key: "" });
  useEffect(() => {
    let isCurrent = true;
    const timer = setTimeout(() => {
      check({ changes: toChanges(drafts) }).then(
        (result) => isCurrent && setAnswer({ key, result }),
        (error: unknown) => isCurrent && setAnswer((before) => ({ ...before, key, error: formatError(error) })),
      );
    }, pause);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [key, drafts, turn]);
  const value = useMemo(
    () => ({ result: answer.result, error: answer.error, isBehind: answer.key !== key }),
    [answer, key],
  );
  return <Context.Provider value={value}>{children}</Context.Provider>;
}
