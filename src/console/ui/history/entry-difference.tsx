import { WriteMode, type HistoryEntry } from "../../contract.js";
import { loadFile, loadFiles, loadText } from "../api/console-api.js";
import { useAnswer } from "../api/use-answer.js";
import { formatPatch } from "../change/merge.js";
import { Failure, Loading } from "../parts/notice.js";
import { PatchView } from "../parts/patch-view.js";
import { goTo } from "../routing/use-route.js";
import { useConsole } from "../shell/console-context.js";
import { formatTime } from "./time.js";

/** How a version differs from what the file says now, and the way back to it: a draft like any other. */
export function EntryDifference({ file, entry }: { file: string; entry: HistoryEntry }) {
  const { session, drafts, turn } = useConsole();
  const answer = useAnswer(`version ${file} ${entry.id}`, () => loadBoth(file, entry.id), turn);
  if (answer.error !== undefined) return <Failure message={answer.error} onRetry={answer.reload} />;
  if (answer.value === undefined) return <Loading what="this version" />;
  const { now, version, then } = answer.value;
  const isSame = now === then;
  const goBack = () => {
    drafts.put({ file, base: now, version, text: then });
    goTo({ screen: "change" });
  };
  return (
    <section className="panel" aria-label="Difference">
      <header>
        <h2>From now to {formatTime(entry.time)}</h2>
        {drafts.find(file) === undefined ? null : <span className="quiet">It replaces your changes.</span>}
        {session.write === WriteMode.None ? null : (
          <button type="button" className="primary" disabled={isSame} onClick={goBack}>
            Return to this version
          </button>
        )}
      </header>
      {isSame ? (
        <p className="quiet">The file has the same content now.</p>
      ) : (
        <PatchView patch={formatPatch(now ?? "", then)} label={`Difference of ${file}`} />
      )}
    </section>
  );
}

interface Both {
  now: string | null;
  version: string | null;
  then: string;
}

async function loadBoth(file: string, id: string): Promise<Both> {
  const [files, { text: then }] = await Promise.all([loadFiles(), loadText(file, id)]);
  // The file may have been removed since.
  if (!files.some((one) => one.file === file)) return { now: null, version: null, then };
  const { text = "", version } = await loadFile(file);
  return { now: text, version, then };
}
