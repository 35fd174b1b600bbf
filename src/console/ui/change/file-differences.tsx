import type { CheckResult } from "../../contract.js";
import { PatchView } from "../parts/patch-view.js";
import { formatRoute } from "../routing/route.js";
import { useConsole } from "../shell/console-context.js";
import { listDocuments } from "../../document-edit.js";

/** What changes in each file. */
export function FileDifferences({ files }: Pick<CheckResult, "files">) {
  const { drafts } = useConsole();
  return (
    <section className="panel" aria-label="Files">
      <h2>
        {files.length} {files.length === 1 ? "file" : "files"}
      </h2>
      {files.map(({ file, patch }) => (
        <div key={file} className="difference">
          <header>
            <h3>
              <code>{file}</code>
            </h3>
            {listDocuments(drafts.find(file)?.text ?? "").map(({ type, id }) => (
              <a key={`${type} ${id}`} href={formatRoute({ screen: "document", type, id })}>
                {id}
              </a>
            ))}
            <button type="button" className="small" aria-label={`Discard ${file}`} onClick={() => drafts.drop(file)}>
              Discard
            </button>
          </header>
          <PatchView patch={patch} label={`Difference of ${file}`} />
        </div>
      ))}
    </section>
  );
}
