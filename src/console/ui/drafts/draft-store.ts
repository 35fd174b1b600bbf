import type { FileChange } from "../../contract.js";

/** A file that was changed on the page and is not written yet. */
export interface Draft extends FileChange {
  /** What the file said when the change began; null where there was none. */
  base: string | null;
}

/** Where drafts outlive a reload of the page: the browser's session storage. */
export interface DraftStorage {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

/** The drafts of one stack, by file. A draft that says what the file says is none. */
export class DraftStore {
  readonly #storage: DraftStorage;
  readonly #key: string;
  readonly #listeners = new Set<() => void>();
  #drafts: readonly Draft[];

  constructor(storage: DraftStorage, stack: string) {
    this.#storage = storage;
    this.#key = `mesh-console-drafts:${stack}`;
    this.#drafts = readDrafts(storage.getItem(this.#key));
  }

  /** The same list as long as nothing changes. */
  list = (): readonly Draft[] => this.#drafts;

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  find(file: string): Draft | undefined {
    return this.#drafts.find((draft) => draft.file === file);
  }

  put(draft: Draft): void {
    const others = this.#drafts.filter(({ file }) => file !== draft.file);
    if (draft.text === draft.base) return this.#keep(others);
    const isKnown = others.length < this.#drafts.length;
    this.#keep(isKnown ? this.#drafts.map((one) => (one.file === draft.file ? draft : one)) : [...others, draft]);
  }

  drop(file: string): void {
    if (this.find(file) !== undefined) this.#keep(this.#drafts.filter((draft) => draft.file !== file));
  }

  #keep(drafts: readonly Draft[]): void {
    this.#drafts = drafts;
    if (drafts.length === 0) this.#storage.removeItem(this.#key);
    else this.#storage.setItem(this.#key, JSON.stringify(drafts));
    for (const listener of this.#listeners) listener();
  }
}

/** As the server is told of them. */
export function toChanges(drafts: readonly Draft[]): FileChange[] {
  return drafts.map(({ file, text, version }) => ({ file, text, version }));
}

function readDrafts(kept: string | null): Draft[] {
  return kept === null ? [] : (JSON.parse(kept) as Draft[]);
}
