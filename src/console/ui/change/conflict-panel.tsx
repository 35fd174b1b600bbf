import type { Conflict } from "../../contract.js";
import { PatchView } from "../parts/patch-view.js";
import { useConsole } from "../shell/console-context.js";
import { mergeOnTop } from "./merge.js";

interface ConflictPanelProps {
  conflict: Conflict;
  onSettled: (file: string) => void;
}

/** Somebody else was first: both texts are here, and nothing has been written. */
export function ConflictPanel({ conflict, onSettled }: ConflictPanelProps) {
  return (
    <section className="panel conflict" aria-label="Conflict" role="alert">
      <h2>Somebody else has changed the same file</h2>
      <p>Nothing has been written. Choose the content of the file, then preview it again.</p>
      {conflict.conflicts.map((one) => (
        <ConflictedFile key={one.file} conflict={one} onSettled={onSettled} />
      ))}
    </section>
  );
}

interface ConflictedFileProps {
  conflict: Conflict["conflicts"][number];
  onSettled: (file: string) => void;
}

function ConflictedFile({ conflict: { file, version, text, patch }, onSettled }: ConflictedFileProps) {
  const { drafts, refresh } = useConsole();
  const draft = drafts.find(file);
  const mine = draft?.text ?? null;
  const merged = mergeOnTop(draft?.base ?? null, mine, text);
  const settle = (kept: string | null | undefined) => {
    if (kept === undefined) drafts.drop(file);
    else drafts.put({ file, base: text, version, text: kept });
    onSettled(file);
    refresh();
  };
  return (
    <div>
      <h3>
        <code>{file}</code> {text === null ? "(they removed it)" : ""}
      </h3>
      <PatchView patch={patch} label={`From theirs to yours in ${file}`} />
      <p className="quiet">− what they have written, + what you have</p>
      <div className="actions">
        {merged === undefined ? (
          <>
            <button type="button" className="primary" onClick={() => settle(mine)}>
              Keep mine in place of theirs
            </button>
            <span className="quiet">Both changed the same lines.</span>
          </>
        ) : (
          <>
            <button type="button" className="primary" onClick={() => settle(merged)}>
              Keep mine on top of theirs
            </button>
            <span className="quiet">Both changes are kept: they affect different lines.</span>
          </>
        )}
        <button type="button" onClick={() => settle(undefined)}>
          Take theirs, drop mine
        </button>
      </div>
    </div>
  );
}
