import type { Level } from "../../../findings/finding.js";
import { useCheck } from "../check/check-context.js";
import { LinkedFindingList } from "../parts/finding-list.js";
import { Empty, Failure, Loading } from "../parts/notice.js";

/** What is wrong, the worst first; `title` of the section. */
const levels: readonly { level: Level; title: string }[] = [
  { level: "error", title: "Errors" },
  { level: "warning", title: "Warnings" },
  { level: "info", title: "Notes" },
];

/** All that is found in the stack with the drafts: what `mesh analyze` says, each with the way to where it is corrected. */
export function FindingsScreen() {
  const { result, error } = useCheck();
  return (
    <div className="stack-findings">
      <div className="head">
        <h1>Findings</h1>
      </div>
      {error !== undefined ? (
        <Failure message={error} />
      ) : result === undefined ? (
        <Loading what="the findings" />
      ) : result.findings.length === 0 ? (
        <Empty>No findings.</Empty>
      ) : (
        levels.map(({ level, title }) => {
          const found = result.findings.filter((finding) => finding.level === level);
          return found.length === 0 ? null : (
            <section key={level} className="panel" aria-label={title}>
              <h2>
                {title} <span className="quiet">{found.length}</span>
              </h2>
              <LinkedFindingList findings={found} label={title} />
            </section>
          );
        })
      )}
    </div>
  );
}
