import { lazy, Suspense, useMemo } from "react";
import { WriteMode } from "../../contract.js";
import { useCheck } from "../check/check-context.js";
import { Loading } from "../parts/notice.js";
import { useConsole } from "../shell/console-context.js";
import type { EditedFile } from "./use-document.js";

// The editor is larger than the rest of the page.
const YamlEditor = lazy(async () => ({ default: (await import("./yaml-editor.js")).YamlEditor }));

/** The whole file as text; what is typed here is in the forms, and the other way round. */
export function YamlPanel({ edited }: { edited: EditedFile }) {
  const { session } = useConsole();
  const { result } = useCheck();
  const { file, text, change, draft } = edited;
  const findings = useMemo(() => (result?.findings ?? []).filter((one) => one.file === file), [result, file]);
  return (
    <section className="panel yaml" aria-label="YAML">
      <header>
        <h2>
          <code>{file}</code>
        </h2>
        {draft === undefined ? null : <span className="badge changed">changed</span>}
      </header>
      <Suspense fallback={<Loading what="the editor" />}>
        <YamlEditor
          text={text}
          label={`YAML of ${file}`}
          findings={findings}
          isReadOnly={session.write === WriteMode.None}
          onChange={change}
        />
      </Suspense>
      <p className="hint">Escape and then Tab leaves the editor.</p>
    </section>
  );
}
