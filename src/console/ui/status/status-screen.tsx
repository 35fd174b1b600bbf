import type { StatusReport } from "../../../status/report.js";
import { FindingList } from "../parts/finding-list.js";
import { Empty, Failure, Loading } from "../parts/notice.js";
import { formatTime } from "../history/time.js";
import { ControlPlanes, Gateways, Namespaces, Proxies, Webhooks, Workloads } from "./status-tables.js";
import { useStatus } from "./use-status.js";

/** What runs now in the cluster: what `mesh status` says. */
export function StatusScreen() {
  const { value, error, isLoading, reload } = useStatus();
  return (
    <div className="cluster-status">
      <div className="head">
        <h1>Status</h1>
        <button type="button" onClick={reload} disabled={isLoading}>
          Refresh
        </button>
      </div>
      {error !== undefined ? (
        <Failure message={error} onRetry={reload} />
      ) : value === undefined ? (
        <Loading what="what runs" />
      ) : "unreachable" in value ? (
        <Failure message={value.unreachable} onRetry={reload} />
      ) : (
        <Report report={value.report} />
      )}
    </div>
  );
}

function Report({ report }: { report: StatusReport }) {
  const { problems, unread, time, server, kubernetes } = report;
  return (
    <>
      <p className="quiet">
        {server}
        {kubernetes === undefined ? "" : `, Kubernetes ${kubernetes}`}, {formatTime(time)}
      </p>
      {problems.length === 0 && unread.length === 0 ? <Empty>No problems.</Empty> : null}
      {problems.length === 0 ? null : (
        <section className="panel" aria-label="What is wrong">
          <h2>
            Problems <span className="quiet">{problems.length}</span>
          </h2>
          <FindingList findings={problems} label="Problems" />
        </section>
      )}
      {unread.length === 0 ? null : (
        <section className="panel" aria-label="Not read">
          <h2>Not read</h2>
          <ul className="findings">
            {unread.map(({ what, reason }) => (
              <li key={what} className="warning">
                {what}: {reason}
              </li>
            ))}
          </ul>
        </section>
      )}
      <ControlPlanes report={report} />
      <Webhooks report={report} />
      <Gateways report={report} />
      <Namespaces report={report} />
      <Proxies report={report} />
      <Workloads report={report} />
    </>
  );
}
