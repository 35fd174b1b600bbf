import type { ClusterStatus } from "../../contract.js";
import type { Answer } from "../api/use-answer.js";
import { formatRoute } from "../routing/route.js";

/** What runs now, in a line. */
export function StatusLine({ status: { value, error } }: { status: Answer<ClusterStatus> }) {
  const text = error ?? (value === undefined ? undefined : describe(value));
  if (text === undefined) return null;
  return (
    <p className="status-line quiet" role="status">
      <a href={formatRoute({ screen: "status" })}>{text}</a>
    </p>
  );
}

function describe(status: ClusterStatus): string {
  if ("unreachable" in status) return "The cluster cannot be asked.";
  const { state, problems, unread } = status.report;
  if (state === "healthy") return "The cluster is healthy.";
  if (state === "partial") return `The cluster was only partly read: ${unread.length} not read.`;
  return `The cluster has ${problems.length} ${problems.length === 1 ? "problem" : "problems"}.`;
}
