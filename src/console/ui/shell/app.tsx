import { useCallback, useEffect, useMemo, useState } from "react";
import type { KindInfo, Session } from "../../contract.js";
import { loadKinds, loadMesh, loadSession } from "../api/console-api.js";
import { setCsrfToken } from "../api/request.js";
import { useAnswer } from "../api/use-answer.js";
import { RunProvider } from "../change/run-context.js";
import { CheckProvider } from "../check/check-context.js";
import { DraftStore } from "../drafts/draft-store.js";
import { ConsoleProvider } from "./console-context.js";
import { Failure, Loading } from "../parts/notice.js";
import { Frame } from "./frame.js";

/** Everything that must be known before a screen can be shown. */
export function App() {
  const start = useAnswer("start", loadStart);
  if (start.error !== undefined) return <Failure message={start.error} onRetry={start.reload} />;
  return start.value === undefined ? <Loading what="the console" /> : <Started {...start.value} />;
}

interface Start {
  session: Session;
  kinds: KindInfo[];
}

async function loadStart(): Promise<Start> {
  const [session, kinds] = await Promise.all([loadSession(), loadKinds()]);
  setCsrfToken(session.csrfToken);
  return { session, kinds };
}

function Started({ session, kinds }: Start) {
  const drafts = useMemo(() => new DraftStore(window.sessionStorage, session.stack), [session.stack]);
  const [turn, setTurn] = useState(0);
  const mesh = useAnswer("mesh", loadMesh, turn);
  const refresh = useCallback(() => setTurn((before) => before + 1), []);
  useEffect(() => {
    // Whoever comes back to the page may have changed a file elsewhere.
    window.addEventListener("focus", refresh);
    return () => window.removeEventListener("focus", refresh);
  }, [refresh]);
  const known = useMemo(
    () => ({ session, kinds, drafts, mesh, turn, refresh }),
    [session, kinds, drafts, mesh, turn, refresh],
  );
  return (
    <ConsoleProvider value={known}>
      <CheckProvider>
        <RunProvider>
          <Frame />
        </RunProvider>
      </CheckProvider>
    </ConsoleProvider>
  );
}
