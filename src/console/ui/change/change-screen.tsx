import { WriteMode, type CheckResult } from "../../contract.js";
import { useCheck } from "../check/check-context.js";
import { FindingList, LinkedFindingList } from "../parts/finding-list.js";
import { Empty, Failure, Loading } from "../parts/notice.js";
import { formatRoute } from "../routing/route.js";
import { useConsole, useDrafts } from "../shell/console-context.js";
import { ConflictPanel } from "./conflict-panel.js";
import "./change.css";
import { ConfirmBar } from "./confirm-bar.js";
import { FileDifferences } from "./file-differences.js";
import { ObjectChanges } from "./object-changes.js";
import { RequestEffects } from "./request-effect.js";
import { RunPanel } from "./run-panel.js";
import { useConfirm } from "./use-confirm.js";

/** What the drafts would do, before anything is done; then the doing. */
export function ChangeScreen() {
  const { session } = useConsole();
  const drafts = useDrafts();
  const check = useCheck();
  const confirm = useConfirm();
  return (
    <div className="change">
      <div className="head">
        <h1>Change</h1>
        <ConfirmBar check={check} confirm={confirm} />
      </div>
      {confirm.error === undefined ? null : <Failure message={confirm.error} />}
      {confirm.done === undefined ? null : (
        <p className="notice good" role="status">
          {confirm.done}
        </p>
      )}
      {confirm.conflict === undefined ? null : <ConflictPanel conflict={confirm.conflict} onSettled={confirm.settle} />}
      <RunPanel />
      {drafts.length === 0 ? (
        <Empty>
          {session.write === WriteMode.None ? (
            "Nothing is changed: a preview shows what an update would do with the files as they are."
          ) : (
            <>
              Nothing is changed. Choose a service on the <a href={formatRoute({ screen: "map" })}>map</a> to change its
              policies.
            </>
          )}
        </Empty>
      ) : check.error !== undefined ? (
        <Failure message={check.error} />
      ) : check.result === undefined ? (
        <Loading what="what the change does" />
      ) : (
        <Effects result={check.result} />
      )}
    </div>
  );
}

function Effects({ result }: { result: CheckResult }) {
  const { added, removed, files, objects, callers, routes } = result;
  return (
    <>
      <section className="panel" aria-label="Findings">
        <h2>Findings</h2>
        {added.length + removed.length === 0 ? <p className="quiet">The change adds none and removes none.</p> : null}
        {added.length === 0 ? null : <h3>{added.length} added</h3>}
        <LinkedFindingList findings={added} label="Added findings" />
        {removed.length === 0 ? null : <h3>{removed.length} removed</h3>}
        <div className="gone">
          <FindingList findings={removed} label="Removed findings" />
        </div>
      </section>
      <FileDifferences files={files} />
      <RequestEffects />
      <ObjectChanges
        objects={objects}
        none={result.isStopped ? "Known when no finding stops the change." : "No object of the cluster changes."}
      />
      <section className="panel" aria-label="Affected callers">
        <h2>Affected callers</h2>
        <Names title="Callers" names={callers} none="These objects affect no caller." />
        <Names title="Routes" names={routes} none="No routes change." />
      </section>
    </>
  );
}

function Names({ title, names, none }: { title: string; names: readonly string[]; none: string }) {
  return (
    <div>
      <h3>{title}</h3>
      {names.length === 0 ? (
        <p className="quiet">{none}</p>
      ) : (
        <ul className="chips">
          {names.map((name) => (
            <li key={name} className="chip">
              {name}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
