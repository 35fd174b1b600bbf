import { WriteMode } from "../../contract.js";
import type { Check } from "../check/check-context.js";
import { toChanges } from "../drafts/draft-store.js";
import { useConsole, useDrafts } from "../shell/console-context.js";
import { useRun } from "./run-context.js";
import type { Confirm } from "./use-confirm.js";

/** Preview, then apply, or write. Why one of them cannot be pressed stands beside it. */
export function ConfirmBar({ check, confirm }: { check: Check; confirm: Confirm }) {
  const { session } = useConsole();
  const drafts = useDrafts();
  const { isRunning, previewed } = useRun();
  const why = findHindrance(check, { isRunning, hasConflict: confirm.conflict !== undefined });
  const isStopped = why !== undefined || confirm.isBusy;
  const isApplying = session.write === WriteMode.Apply;
  // What is confirmed is what the engine has said of these very changes.
  const isConfirmed = previewed === JSON.stringify(toChanges(drafts));
  const next = why ?? (isApplying && !isConfirmed ? "Preview it, then apply it." : undefined);
  return (
    <div className="actions">
      {next === undefined ? null : <span className="quiet">{next}</span>}
      <button
        type="button"
        className={isApplying && !isConfirmed ? "primary" : ""}
        disabled={isStopped}
        onClick={() => confirm.run("preview")}
      >
        Preview
      </button>
      {isApplying ? (
        <button
          type="button"
          className={isConfirmed ? "primary" : ""}
          disabled={isStopped || !isConfirmed}
          onClick={() => confirm.run("up")}
        >
          Apply
        </button>
      ) : null}
      {session.write === WriteMode.Files ? (
        <button type="button" className="primary" disabled={isStopped || drafts.length === 0} onClick={confirm.write}>
          Write files
        </button>
      ) : null}
    </div>
  );
}

function findHindrance(
  { result, error, isBehind }: Check,
  { isRunning, hasConflict }: { isRunning: boolean; hasConflict: boolean },
): string | undefined {
  if (isRunning) return "A run is under way.";
  if (hasConflict) return "Settle the conflict first.";
  if (error !== undefined) return "The change cannot be checked.";
  if (result === undefined || isBehind) return "Checking…";
  return result.isStopped ? "Findings stop it; correct them first." : undefined;
}
