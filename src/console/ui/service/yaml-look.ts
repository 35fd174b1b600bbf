import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { EditorView } from "@codemirror/view";
import { tags } from "@lezer/highlight";

const colours = HighlightStyle.define([
  { tag: [tags.propertyName, tags.definition(tags.propertyName)], color: "var(--code-key)" },
  { tag: [tags.string, tags.content], color: "var(--code-text)" },
  { tag: tags.comment, color: "var(--code-comment)", fontStyle: "italic" },
  { tag: [tags.meta, tags.separator, tags.punctuation, tags.squareBracket, tags.brace], color: "var(--quiet)" },
]);

/** The page's own colours, so that the editor is light and dark with it. */
export const editorLook = [
  EditorView.theme({
    "&": { backgroundColor: "var(--panel)", color: "var(--text)", fontSize: "13px" },
    "&.cm-focused": { outline: "2px solid var(--focus)", outlineOffset: "-1px" },
    ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "1.55" },
    ".cm-gutters": { backgroundColor: "var(--sunken)", color: "var(--quiet)", border: "none" },
    ".cm-content": { caretColor: "var(--text)" },
    ".cm-cursor": { borderLeftColor: "var(--text)" },
    ".cm-activeLine": { backgroundColor: "var(--line-active)" },
    ".cm-activeLineGutter": { backgroundColor: "var(--line-active)", color: "var(--text)" },
    "&.cm-focused .cm-selectionBackground, .cm-selectionBackground": { backgroundColor: "var(--selection) !important" },
    ".cm-tooltip": { backgroundColor: "var(--panel)", color: "var(--text)", border: "1px solid var(--border)" },
    ".cm-panels": { backgroundColor: "var(--sunken)", color: "var(--text)" },
  }),
  syntaxHighlighting(colours),
];
