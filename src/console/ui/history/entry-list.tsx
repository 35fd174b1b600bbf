import type { HistoryEntry } from "../../contract.js";
import { formatCounts } from "../change/run-progress.js";
import { formatTime } from "./time.js";

interface EntryListProps {
  entries: readonly HistoryEntry[];
  chosen?: string;
  onChoose: (entry: HistoryEntry) => void;
}

const names: Readonly<Record<HistoryEntry["kind"], string>> = { commit: "commit", kept: "applied", update: "update" };

/** The newest first; an update of the stack has objects rather than a text. */
export function EntryList({ entries, chosen, onChoose }: EntryListProps) {
  return (
    <ol className="entries" aria-label="Versions">
      {entries.map((entry) => {
        const { id, kind, time, author, message, changes } = entry;
        const text = (
          <>
            <span className="entry-top">
              <span className={`badge ${kind}`}>{names[kind]}</span>
              <time dateTime={time}>{formatTime(time)}</time>
            </span>
            <span className="entry-message">{message}</span>
            {changes === undefined ? null : <span className="quiet">{formatCounts(changes)}</span>}
            {author === undefined ? null : <span className="quiet">{author}</span>}
          </>
        );
        return (
          <li key={`${kind} ${id}`}>
            <button
              type="button"
              className="history-entry"
              aria-pressed={id === chosen}
              onClick={() => onChoose(entry)}
            >
              {text}
            </button>
          </li>
        );
      })}
    </ol>
  );
}
