import type { HistoryEntry } from "../../contract.js";
import { loadObjects } from "../api/console-api.js";
import { useAnswer } from "../api/use-answer.js";
import { ObjectChanges } from "../change/object-changes.js";
import { Empty, Loading } from "../parts/notice.js";

/** What an update of the stack did with its objects: documents it has none. */
export function UpdateObjects({ entry }: { entry: HistoryEntry }) {
  const { value, error } = useAnswer(`objects ${entry.id}`, () => loadObjects(entry.id));
  if (error !== undefined) return <Empty>What this update changed cannot be shown: {error}.</Empty>;
  if (value === undefined) return <Loading what="the objects of this update" />;
  return <ObjectChanges objects={value.objects} none="This update left every object as it was." />;
}
