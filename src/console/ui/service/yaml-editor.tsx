import { yaml } from "@codemirror/lang-yaml";
import { lintGutter, setDiagnostics } from "@codemirror/lint";
import { Annotation, EditorState } from "@codemirror/state";
import { basicSetup } from "codemirror";
import { EditorView } from "@codemirror/view";
import { useEffect, useLayoutEffect, useRef } from "react";
import type { Finding } from "../../../findings/finding.js";
import { findDifference } from "./text-difference.js";
import { toDiagnostics } from "./yaml-diagnostics.js";
import { editorLook } from "./yaml-look.js";

interface YamlEditorProps {
  text: string;
  label: string;
  findings: readonly Finding[];
  isReadOnly: boolean;
  onChange: (text: string) => void;
}

/** Marks a change that came from outside of the editor. */
const external = Annotation.define<boolean>();

export function YamlEditor({ text, label, findings, isReadOnly, onChange }: YamlEditorProps) {
  const parent = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(undefined);
  const latest = useRef({ text, onChange });
  latest.current = { text, onChange };
  useEffect(() => {
    if (parent.current === null) return;
    const editor = new EditorView({
      parent: parent.current,
      doc: latest.current.text,
      extensions: [
        EditorView.cspNonce.of(readNonce()),
        basicSetup,
        yaml(),
        lintGutter(),
        EditorView.lineWrapping,
        EditorState.readOnly.of(isReadOnly),
        EditorState.lineSeparator.of(latest.current.text.includes("\r\n") ? "\r\n" : "\n"),
        EditorView.contentAttributes.of({ "aria-label": label }),
        editorLook,
        EditorView.updateListener.of((update) => {
          const isTyped = update.docChanged && !update.transactions.some((one) => one.annotation(external) === true);
          if (isTyped) latest.current.onChange(update.state.sliceDoc());
        }),
      ],
    });
    view.current = editor;
    return () => editor.destroy();
  }, [label, isReadOnly]);
  // Before the next key is typed: a text that comes later would take that key away again.
  useLayoutEffect(() => {
    const editor = view.current;
    if (editor === undefined) return;
    // Only what differs, so that the cursor and the steps back stay.
    const changes = findDifference(editor.state.doc.toString(), text.replaceAll("\r\n", "\n"));
    if (changes === undefined) return;
    const insert = editor.state.toText(changes.insert.replaceAll("\n", editor.state.lineBreak));
    editor.dispatch({ changes: { ...changes, insert }, annotations: external.of(true) });
  }, [text]);
  useEffect(() => {
    const editor = view.current;
    if (editor !== undefined) editor.dispatch(setDiagnostics(editor.state, toDiagnostics(findings, editor.state.doc)));
  }, [findings, label, isReadOnly]);
  return <div className="editor" ref={parent} />;
}

/** The nonce of this answer, which the build has written beside the page's scripts. */
function readNonce(): string {
  return document.querySelector<HTMLElement>('meta[property="csp-nonce"]')?.nonce ?? "";
}
