import type { RunRequest } from "../../contract.js";
import { useRun } from "./run-context.js";
import { formatCounts, type RunProgress } from "./run-progress.js";

/** The exit code of what Ctrl-C ends. */
const cancelled = 130;

const names = { preview: "Preview", up: "Apply" } as const;

/** What the engine does, as it does it. */
export function RunPanel() {
  const { verb, progress, isRunning, error, cancel } = useRun();
  if (verb === undefined) return null;
  const { steps, diagnostics } = progress;
  return (
    <section className="panel run" aria-label="Run">
      <header>
        <h2>{names[verb]}</h2>
        <span role="status" aria-live="polite" className={`badge ${toneOf(progress, error)}`}>
          {describe(progress, isRunning, verb)}
        </span>
        {isRunning ? (
          <button type="button" onClick={cancel}>
            Cancel
          </button>
        ) : null}
      </header>
      {error === undefined ? null : <p role="alert">{error}</p>}
      {diagnostics.length === 0 ? null : (
        <ul className="findings" aria-label="Diagnostics">
          {diagnostics.map(({ level, message }, index) => (
            <li key={index} className={level}>
              <span className={`badge ${level}`}>{level}</span> <span className="diagnostic">{message}</span>
            </li>
          ))}
        </ul>
      )}
      <Steps steps={steps} isRunning={isRunning} />
    </section>
  );
}

function Steps({ steps, isRunning }: Pick<RunProgress, "steps"> & { isRunning: boolean }) {
  const moving = steps.filter(({ operation }) => operation !== "same");
  if (moving.length === 0)
    return <p className="quiet">{isRunning ? "No changes so far." : "No object of the cluster changes."}</p>;
  return (
    <div className="scroll">
      <table>
        <caption className="unseen">Steps of the run</caption>
        <thead>
          <tr>
            <th scope="col">Operation</th>
            <th scope="col">Resource</th>
            <th scope="col">State</th>
            <th scope="col">What differs</th>
          </tr>
        </thead>
        <tbody>
          {moving.map(({ urn, operation, resource, state, diff = [] }) => (
            <tr key={`${urn} ${operation}`}>
              <td>
                <span className={`badge ${operation}`}>{operation}</span>
              </td>
              <th scope="row" title={urn}>
                {resource}
              </th>
              <td className={`step-${state}`}>{state}</td>
              <td>{diff.join(", ")}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function describe({ summary, exitCode }: RunProgress, isRunning: boolean, verb: RunRequest["verb"]): string {
  if (isRunning) return "running…";
  if (exitCode === cancelled) return "cancelled";
  const said = summary === undefined ? "" : formatCounts(summary.changes, verb === "preview");
  const counts = summary === undefined ? "" : `: ${said} in ${Math.round(summary.seconds)} s`;
  return exitCode === 0 ? `done${counts}` : `failed${counts}`;
}

function toneOf({ exitCode }: RunProgress, error: string | undefined): string {
  if (error !== undefined || (exitCode !== undefined && exitCode !== 0)) return "error";
  return exitCode === 0 ? "good" : "";
}
