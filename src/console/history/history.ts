import type { Texts } from "../documents/check.js";
import type { FileChange, HistoryEntry, ObjectChange } from "../contract.js";

/** Versions of files: commits of a repository, or texts that the console has kept itself. */
export interface Versions {
  /** The newest first. */
  list: (file: string) => Promise<HistoryEntry[]>;
  /** The text of a file in an entry; undefined where it has none. */
  text: (file: string, id: string) => Promise<string | undefined>;
  /** Keeps what has been written, and what was there before where nobody has kept that. @param former texts by file, before the write */
  keep: (changes: readonly FileChange[], former: Texts) => void;
}

/** Updates of the stack, the console's own and others'. */
export interface Updates {
  /** The newest first. */
  list: () => Promise<HistoryEntry[]>;
  /** The objects that one of them changed; undefined where nobody knows any more. */
  objects: (id: string) => ObjectChange[] | undefined;
}

/** What files of policies were, and what was done with the stack. */
export interface History extends Versions, Pick<Updates, "objects"> {}

/** Versions of files and updates of the stack beside each other. */
export function joinHistory(versions: Versions, updates: Updates): History {
  return {
    ...versions,
    objects: updates.objects,
    list: async (file) => {
      const [own, others] = await Promise.all([versions.list(file), updates.list()]);
      return [...own, ...others].sort((one, other) => Date.parse(other.time) - Date.parse(one.time));
    },
  };
}
