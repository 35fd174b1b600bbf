import type { LiveState } from "../../contract.js";
import { Empty } from "../parts/notice.js";

type Pod = LiveState["pods"][number];

export function PodTable({ pods }: Pick<LiveState, "pods">) {
  if (pods.length === 0) return <Empty>The service has no pods.</Empty>;
  const ready = pods.filter((pod) => pod.ready).length;
  return (
    <section className="panel" aria-label="Pods">
      <h2>
        {ready} of {pods.length} pods ready
      </h2>
      <div className="scroll">
        <table>
          <caption className="unseen">Pods of the service</caption>
          <thead>
            <tr>
              <th scope="col">Pod</th>
              <th scope="col">Ready</th>
              <th scope="col">Sidecar</th>
              <th scope="col">Containers</th>
            </tr>
          </thead>
          <tbody>
            {pods.map((pod) => (
              <PodRow key={pod.name} pod={pod} />
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function PodRow({ pod: { name, ready, sidecar, containers } }: { pod: Pod }) {
  return (
    <tr>
      <th scope="row">
        <code>{name}</code>
      </th>
      <td>
        <span className={`badge ${ready ? "good" : "error"}`}>{ready ? "ready" : "not ready"}</span>
      </td>
      <td>
        <span className={`badge ${sidecar === "ready" ? "good" : "warning"}`}>{sidecar}</span>
      </td>
      <td>
        {containers.map((container) => (
          <div key={container.name}>
            <code>{container.name}</code> {container.state}
            {container.restarts > 0 ? `, ${container.restarts} restarts` : ""}
          </div>
        ))}
      </td>
    </tr>
  );
}
