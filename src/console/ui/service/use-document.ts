import { useCallback, useMemo } from "react";
import type { DocumentType } from "../../../policy/kind.js";
import type { PolicyFile } from "../../contract.js";
import { addDocument, listDocuments, readDocument, type DocumentValue } from "../../document-edit.js";
import { loadFile, loadFiles } from "../api/console-api.js";
import { useAnswer } from "../api/use-answer.js";
import type { Draft } from "../drafts/draft-store.js";
import { useConsole, useDrafts } from "../shell/console-context.js";

/** The file of a document, as it is with the draft. */
export interface EditedFile {
  file: string;
  /** What it says now; "" where the draft removes it. */
  text: string;
  /** Which of its documents; -1 where it has none of that name yet. */
  index: number;
  content: DocumentValue;
  draft?: Draft;
  change: (text: string) => void;
  /** Makes the document, where there is none. */
  create: () => void;
  /** Forgets the draft. */
  revert: () => void;
}

export interface DocumentAnswer {
  value?: EditedFile;
  error?: string;
  reload: () => void;
}

/** Finds the document of a service, namespace or mesh among the files and drafts. */
export function useDocument(type: DocumentType, id: string): DocumentAnswer {
  const { drafts: store, turn, session } = useConsole();
  const drafts = useDrafts();
  const files = useAnswer("files", loadFiles, turn);
  const file = useMemo(
    () => files.value && chooseFile({ files: files.value, drafts, type, id, folder: session.folder }),
    [files.value, drafts, type, id, session.folder],
  );
  const isKnown = files.value?.some((one) => one.file === file) === true;
  const loadKept = async () => (file !== undefined && isKnown ? await loadFile(file) : undefined);
  const kept = useAnswer(`file ${file ?? ""} ${isKnown}`, loadKept, turn);
  const draft = drafts.find((one) => one.file === file);
  const base = draft === undefined ? (kept.value?.text ?? null) : draft.base;
  const version = draft === undefined ? (kept.value?.version ?? null) : draft.version;
  const text = draft === undefined ? (base ?? "") : (draft.text ?? "");
  const change = useCallback(
    (changed: string) => {
      if (file !== undefined)
        store.put({ file, base, version, text: changed === "" && base === null ? null : changed });
    },
    [store, file, base, version],
  );
  const read = useMemo(() => readIdentified(text, type, id), [text, type, id]);
  const isReady = file !== undefined && (draft !== undefined || !isKnown || kept.value !== undefined);
  const value = useMemo(
    (): EditedFile | undefined =>
      isReady
        ? {
            ...{ file, text, draft, change, ...read },
            create: () => change(addDocument(text, type, id)),
            revert: () => store.drop(file),
          }
        : undefined,
    [isReady, file, text, draft, change, read, type, id, store],
  );
  return { value, error: files.error ?? kept.error, reload: files.error === undefined ? kept.reload : files.reload };
}

function readIdentified(text: string, type: DocumentType, id: string): { index: number; content: DocumentValue } {
  const found = listDocuments(text).find((one) => one.type === type && one.id === id);
  if (found !== undefined) return { index: found.index, content: readDocument(text, found.index) };
  // A text that is not valid YAML has no documents to be found.
  const broken = readDocument(text, 0);
  return { index: -1, content: text.trim() === "" || broken.error === undefined ? { value: undefined } : broken };
}

interface FileChoice {
  files: readonly PolicyFile[];
  drafts: readonly Draft[];
  type: DocumentType;
  id: string;
  folder: string;
}

/** The file that has the document, in a draft or as kept; else the one that a new document goes to. */
function chooseFile({ files, drafts, type, id, folder }: FileChoice): string {
  const has = (one: { type: DocumentType; id: string }) => one.type === type && one.id === id;
  const kept = files.find(({ documents }) => documents.some(has));
  const drafted = drafts.find(({ text }) => text !== null && listDocuments(text).some(has));
  const name = type === "service" ? id.replace("/", "-") : `${type}-${id}`;
  return drafted?.file ?? kept?.file ?? `${folder}/${name}.yaml`;
}
