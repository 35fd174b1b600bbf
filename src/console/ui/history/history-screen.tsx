import { useState } from "react";
import type { HistoryEntry } from "../../contract.js";
import { loadFiles, loadHistory } from "../api/console-api.js";
import { useAnswer } from "../api/use-answer.js";
import { Empty, Failure, Loading } from "../parts/notice.js";
import { goTo } from "../routing/use-route.js";
import { useConsole } from "../shell/console-context.js";
import { EntryDifference } from "./entry-difference.js";
import { EntryList } from "./entry-list.js";
import { UpdateObjects } from "./update-objects.js";
import "./history.css";

/** The versions of a file and the stack's updates beside them. */
export function HistoryScreen({ file }: { file?: string }) {
  const { turn } = useConsole();
  const files = useAnswer("files", loadFiles, turn);
  const known = files.value?.map((one) => one.file) ?? [];
  const names = file === undefined || known.includes(file) ? known : [file, ...known];
  const shown = file ?? known[0];
  return (
    <div className="history">
      <div className="head">
        <h1>History</h1>
        <label>
          File{" "}
          <select value={shown ?? ""} onChange={({ target }) => goTo({ screen: "history", file: target.value })}>
            {names.map((name) => (
              <option key={name}>{name}</option>
            ))}
          </select>
        </label>
      </div>
      {files.error === undefined ? null : <Failure message={files.error} onRetry={files.reload} />}
      {shown === undefined ? null : <FileHistory key={shown} file={shown} turn={turn} />}
      {files.value?.length === 0 ? <Empty>The stack has no documents yet.</Empty> : null}
    </div>
  );
}

function FileHistory({ file, turn }: { file: string; turn: number }) {
  const history = useAnswer(`history ${file}`, () => loadHistory(file), turn);
  const [chosen, choose] = useState<HistoryEntry>();
  if (history.error !== undefined) return <Failure message={history.error} onRetry={history.reload} />;
  if (history.value === undefined) return <Loading what="the history" />;
  if (history.value.length === 0) return <Empty>No version of {file} has been kept yet.</Empty>;
  return (
    <div className="columns narrow-first">
      <EntryList entries={history.value} chosen={chosen?.id} onChoose={choose} />
      {chosen === undefined ? (
        <Empty>Choose a version to see how it differs from now, or an update to see what it did.</Empty>
      ) : chosen.kind === "update" ? (
        <UpdateObjects key={chosen.id} entry={chosen} />
      ) : (
        <EntryDifference key={chosen.id} file={file} entry={chosen} />
      )}
    </div>
  );
}
