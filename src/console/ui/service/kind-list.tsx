import { useCallback, useMemo, useRef } from "react";
import type { DocumentType } from "../../../policy/kind.js";
import type { Finding } from "../../../findings/finding.js";
import { WriteMode } from "../../contract.js";
import { removeValue, setValue } from "../../document-edit.js";
import { useCheck } from "../check/check-context.js";
import { FindingList } from "../parts/finding-list.js";
import { useConsole } from "../shell/console-context.js";
import { AddKind } from "./add-kind.js";
import { KindCard } from "./kind-card.js";
import { readExample } from "./kind-example.js";
import type { EditedFile } from "./use-document.js";

interface KindListProps {
  type: DocumentType;
  value: Record<string, unknown>;
  edited: EditedFile;
  /** What the service speaks, where it is one that is known. */
  protocols?: readonly string[];
}

const noFindings: readonly Finding[] = [];

/** A form for each policy that the document has, in the document's order, and what can be added. */
export function KindList({ type, value, edited, protocols }: KindListProps) {
  const { kinds, session } = useConsole();
  const isReadOnly = session.write === WriteMode.None;
  const latest = useRef(edited);
  latest.current = edited;
  const set = useCallback((key: string, changed: unknown) => {
    const { text, index, change } = latest.current;
    change(changed === undefined ? removeValue(text, index, [key]) : setValue(text, index, [key], changed));
  }, []);
  const findings = useDocumentFindings(edited);
  const present = Object.keys(value).flatMap((key) => kinds.filter((kind) => kind.key === key));
  const known = new Set(present.map(({ key }) => key));
  const addable = kinds.filter((kind) => kind.documents.includes(type) && !known.has(kind.key));
  const rest = findings.filter(({ path }) => !known.has(String(path?.[0])));
  return (
    <section aria-label="Policies" className="kinds">
      <FindingList findings={rest} label="Findings of the document" />
      {present.length === 0 ? <p className="notice quiet">No policies yet. Add the first one below.</p> : null}
      {present.map((kind) => (
        <KindCard
          key={kind.key}
          kind={kind}
          value={value[kind.key]}
          findings={pickFindings(findings, kind.key)}
          isReadOnly={isReadOnly}
          onChange={set}
        />
      ))}
      {isReadOnly ? null : (
        <AddKind kinds={addable} protocols={protocols} onAdd={(kind) => set(kind.key, readExample(kind))} />
      )}
    </section>
  );
}

function pickFindings(findings: readonly Finding[], key: string): readonly Finding[] {
  const own = findings.filter(({ path }) => String(path?.[0]) === key);
  // The same list for all that have none: their forms need not be drawn again.
  return own.length === 0 ? noFindings : own;
}

/** What the last check says about this document. */
function useDocumentFindings({ file, index }: EditedFile): readonly Finding[] {
  const { result } = useCheck();
  return useMemo(
    () => (result?.findings ?? []).filter((one) => one.file === file && (one.document ?? index) === index),
    [result, file, index],
  );
}
