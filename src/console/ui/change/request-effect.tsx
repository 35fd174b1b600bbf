import { useEffect, useState } from "react";
import type { RequestChange, RequestEffect } from "../../contract.js";
import { computeEffect } from "../api/console-api.js";
import { formatError } from "../api/request.js";
import { toChanges } from "../drafts/draft-store.js";
import { Failure, Loading } from "../parts/notice.js";
import { useConsole, useDrafts } from "../shell/console-context.js";

/** What the drafts do to requests. It is asked for anew when they, or the files, change. */
export function RequestEffects() {
  const { turn } = useConsole();
  const drafts = useDrafts();
  const [answer, setAnswer] = useState<{ effect?: RequestEffect; error?: string }>({});
  useEffect(() => {
    let isCurrent = true;
    computeEffect({ changes: toChanges(drafts) }).then(
      (effect) => isCurrent && setAnswer({ effect }),
      (error: unknown) => isCurrent && setAnswer({ error: formatError(error) }),
    );
    return () => {
      isCurrent = false;
    };
  }, [drafts, turn]);
  const { effect, error } = answer;
  return (
    <section className="panel" aria-label="Effect on requests">
      <h2>Effect on requests</h2>
      {error !== undefined ? (
        <Failure message={error} />
      ) : effect === undefined ? (
        <Loading what="the effect on requests" />
      ) : (
        <>
          <p className="quiet">{effect.summary ?? "Known when no finding stops the change."}</p>
          {effect.changes.map((change) => (
            <Change key={`${change.title} ${change.callers} ${change.requests}`} change={change} />
          ))}
        </>
      )}
    </section>
  );
}

function Change({ change }: { change: RequestChange }) {
  const { title, callers, requests, before, after, causes } = change;
  return (
    <article aria-label={title}>
      <h3>{title}</h3>
      <dl className="effect">
        <dt>Callers</dt>
        <dd>{callers}</dd>
        <dt>Requests</dt>
        <dd>{requests}</dd>
        <dt>Before</dt>
        <dd>{before}</dd>
        <dt>After</dt>
        <dd>{after}</dd>
        {causes.length === 0 ? null : (
          <>
            <dt>Cause</dt>
            {causes.map((cause) => (
              <dd key={cause}>{cause}</dd>
            ))}
          </>
        )}
      </dl>
    </article>
  );
}
