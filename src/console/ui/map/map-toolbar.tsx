import type { MeshMap } from "../../contract.js";
import { listNamespaces, type MeshFilter } from "./mesh-filter.js";

export type MapView = "graph" | "list";

interface ToolbarProps {
  mesh: MeshMap;
  shown: MeshMap;
  filter: MeshFilter;
  onFilter: (filter: MeshFilter) => void;
  view: MapView;
  onView: (view: MapView) => void;
}

export function MapToolbar({ mesh, shown, filter, onFilter, view, onView }: ToolbarProps) {
  return (
    <div className="toolbar" role="search">
      <label>
        <span className="unseen">Search services</span>
        <input
          type="search"
          placeholder="Search services"
          value={filter.search}
          onChange={({ target }) => onFilter({ ...filter, search: target.value })}
        />
      </label>
      <label>
        <span className="unseen">Namespace</span>
        <select value={filter.namespace} onChange={({ target }) => onFilter({ ...filter, namespace: target.value })}>
          <option value="">All namespaces</option>
          {listNamespaces(mesh).map((namespace) => (
            <option key={namespace}>{namespace}</option>
          ))}
        </select>
      </label>
      <label className="check">
        <input
          type="checkbox"
          checked={filter.onlyFindings}
          onChange={({ target }) => onFilter({ ...filter, onlyFindings: target.checked })}
        />
        With findings
      </label>
      <span className="quiet grow" role="status">
        {shown.services.length} of {mesh.services.length} services
      </span>
      <div className="switch" role="group" aria-label="View">
        {(["graph", "list"] as const).map((one) => (
          <button key={one} type="button" aria-pressed={view === one} onClick={() => onView(one)}>
            {one === "graph" ? "Graph" : "List"}
          </button>
        ))}
      </div>
    </div>
  );
}
