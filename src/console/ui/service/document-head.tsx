import type { DocumentType } from "../../../policy/kind.js";
import { WriteMode, type ServiceNode } from "../../contract.js";
import { Marks } from "../map/marks.js";
import { findNeighbours } from "../map/mesh-filter.js";
import { formatRoute } from "../routing/route.js";
import { useConsole } from "../shell/console-context.js";
import type { EditedFile } from "./use-document.js";

interface HeadProps {
  type: DocumentType;
  id: string;
  service?: ServiceNode;
  edited?: EditedFile;
}

/** What the document is about, and where one can go from here. */
export function DocumentHead({ type, id, service, edited }: HeadProps) {
  return (
    <div className="head">
      <div>
        <p className="crumbs">
          <a href={formatRoute({ screen: "map" })}>Map</a> / {type}
        </p>
        <h1>{id}</h1>
        {service === undefined ? null : <ServiceFacts service={service} />}
      </div>
      <DocumentActions type={type} id={id} edited={edited} />
    </div>
  );
}

function DocumentActions({ type, id, edited }: HeadProps) {
  const { session } = useConsole();
  return (
    <div className="actions">
      {type === "service" ? (
        <a className="button" href={formatRoute({ screen: "live", service: id })}>
          Live
        </a>
      ) : null}
      {edited === undefined ? null : (
        <a className="button" href={formatRoute({ screen: "history", file: edited.file })}>
          History
        </a>
      )}
      {edited?.draft === undefined ? null : (
        <button type="button" onClick={edited.revert}>
          Discard my changes
        </button>
      )}
      {session.write === WriteMode.None ? null : (
        <a
          className={`button primary ${edited?.draft === undefined ? "off" : ""}`}
          href={formatRoute({ screen: "change" })}
        >
          Review the change
        </a>
      )}
    </div>
  );
}

function ServiceFacts({ service }: { service: ServiceNode }) {
  const { mesh } = useConsole();
  const { from, to } = findNeighbours(mesh.value?.edges ?? [], service.id);
  const names = (list: string[]) => [...new Set(list)].join(", ") || "no declared caller";
  return (
    <div className="facts">
      <Marks service={service} />
      <span className="quiet">
        {service.ports.map(({ number, protocol, name }) => `${name ?? protocol} ${number}`).join(", ")}
      </span>
      <span className="quiet">
        called by {names(from.map((edge) => edge.from))}
        {to.length > 0 ? ` · calls ${names(to.map((edge) => edge.to))}` : ""}
      </span>
    </div>
  );
}
