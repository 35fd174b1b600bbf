import { useDeferredValue, useMemo, useState } from "react";
import type { MeshMap } from "../../contract.js";
import { Empty, Failure, Loading } from "../parts/notice.js";
import { useConsole } from "../shell/console-context.js";
import { countByService, RunningProblems } from "../status/running-problems.js";
import { StatusLine } from "../status/status-line.js";
import { useStatus } from "../status/use-status.js";
import "./map.css";
import { everything, filterMesh } from "./mesh-filter.js";
import { MapToolbar, type MapView } from "./map-toolbar.js";
import { Defaults } from "./defaults.js";
import { MeshGraph } from "./mesh-graph.js";
import { MeshList } from "./mesh-list.js";

export function MapScreen() {
  const { mesh } = useConsole();
  if (mesh.error !== undefined) return <Failure message={mesh.error} onRetry={mesh.reload} />;
  return mesh.value === undefined ? <Loading what="the mesh" /> : <Map mesh={mesh.value} />;
}

/** Where a graph would be too small to be read. */
const narrow = "(max-width: 600px)";

function Map({ mesh }: { mesh: MeshMap }) {
  const [filter, setFilter] = useState(everything);
  const [view, setView] = useState<MapView>(() => (window.matchMedia(narrow).matches ? "list" : "graph"));
  const deferred = useDeferredValue(filter);
  const shown = useMemo(() => filterMesh(mesh, deferred), [mesh, deferred]);
  const status = useStatus();
  return (
    <RunningProblems.Provider value={countByService(status.value)}>
      <div className="map">
        <MapToolbar mesh={mesh} shown={shown} filter={filter} onFilter={setFilter} view={view} onView={setView} />
        <StatusLine status={status} />
        <Defaults mesh={mesh} namespace={filter.namespace} />
        {mesh.services.length === 0 ? (
          <Empty>
            No services are known yet: the stack’s applications declare none, and no document names one. Put an
            application into the stack’s folder <code>apps</code>, and name it in the stack’s file.
          </Empty>
        ) : null}
        {mesh.services.length === 0 ? null : shown.services.length + shown.gateways.length === 0 ? (
          <Empty>No matches. Use a shorter search text, or choose another namespace.</Empty>
        ) : view === "graph" ? (
          <MeshGraph mesh={shown} />
        ) : (
          <MeshList mesh={shown} />
        )}
      </div>
    </RunningProblems.Provider>
  );
}
