import { useEffect, useState } from "react";
import type { LiveState } from "../../contract.js";
import { loadLive } from "../api/console-api.js";
import { useAnswer, type Answer } from "../api/use-answer.js";
import { Empty, Failure, Loading } from "../parts/notice.js";
import { goTo } from "../routing/use-route.js";
import { useConsole } from "../shell/console-context.js";
import { AccessLog } from "./access-log.js";
import "./live.css";
import { PodTable } from "./pod-table.js";

/** What the cluster says of a service right now. */
export function LiveScreen({ service }: { service?: string }) {
  const { mesh } = useConsole();
  const ids = mesh.value?.services.map(({ id }) => id) ?? [];
  const shown = service ?? ids[0];
  return (
    <div className="live">
      <div className="head">
        <h1>Live</h1>
        <label>
          Service{" "}
          <select value={shown ?? ""} onChange={({ target }) => goTo({ screen: "live", service: target.value })}>
            {(shown === undefined || ids.includes(shown) ? ids : [shown, ...ids]).map((id) => (
              <option key={id}>{id}</option>
            ))}
          </select>
        </label>
      </div>
      {shown === undefined ? <Empty>The mesh has no services.</Empty> : <Service key={shown} service={shown} />}
    </div>
  );
}

/** Milliseconds between two looks at the cluster. */
const every = 5000;

function Service({ service }: { service: string }) {
  const live = useAnswer(`live ${service}`, () => loadLive(service));
  const [isFollowing, follow] = useState(false);
  const { reload } = live;
  useEffect(() => {
    if (!isFollowing) return;
    const timer = setInterval(reload, every);
    return () => clearInterval(timer);
  }, [isFollowing, reload]);
  return (
    <>
      <div className="toolbar">
        <button type="button" onClick={reload} disabled={live.isLoading}>
          Refresh
        </button>
        <label className="check">
          <input type="checkbox" checked={isFollowing} onChange={({ target }) => follow(target.checked)} />
          every {every / 1000} s
        </label>
      </div>
      <State live={live} />
    </>
  );
}

function State({ live }: { live: Answer<LiveState> }) {
  const { value, error, reload } = live;
  if (error !== undefined) return <Failure message={error} onRetry={reload} />;
  if (value === undefined) return <Loading what="the pods" />;
  if (value.unreachable !== undefined) return <Failure message={value.unreachable} onRetry={reload} />;
  return (
    <>
      <PodTable pods={value.pods} />
      <AccessLog lines={value.accessLog} />
    </>
  );
}
