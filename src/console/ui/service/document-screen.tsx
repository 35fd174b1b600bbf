import type { DocumentType } from "../../../policy/kind.js";
import { WriteMode, type ServiceNode } from "../../contract.js";
import { isMap } from "../../../text/is-map.js";
import { useCheck } from "../check/check-context.js";
import { FindingList } from "../parts/finding-list.js";
import { Failure, Loading } from "../parts/notice.js";
import { useConsole } from "../shell/console-context.js";
import { DocumentHead } from "./document-head.js";
import { KindList } from "./kind-list.js";
import "./service.css";
import { useDocument, type EditedFile } from "./use-document.js";
import { YamlPanel } from "./yaml-panel.js";

/** The policies of a service, a namespace or the mesh: as forms, and as YAML beside them. */
export function DocumentScreen({ type, id }: { type: DocumentType; id: string }) {
  const { mesh } = useConsole();
  const { value, error, reload } = useDocument(type, id);
  const service = type === "service" ? mesh.value?.services.find((one) => one.id === id) : undefined;
  return (
    <div className="document">
      <DocumentHead type={type} id={id} service={service} edited={value} />
      {error !== undefined ? (
        <Failure message={error} onRetry={reload} />
      ) : value === undefined ? (
        <Loading what={`${type} ${id}`} />
      ) : (
        <div className="columns">
          <div>
            {type === "service" ? <ServiceFindings id={id} /> : null}
            <Policies type={type} id={id} edited={value} service={service} />
          </div>
          <YamlPanel edited={value} />
        </div>
      )}
    </div>
  );
}

/** What is found in the service and its pods, outside of documents. */
function ServiceFindings({ id }: { id: string }) {
  const { result } = useCheck();
  const own = (result?.findings ?? []).filter(({ service }) => service === id);
  return <FindingList findings={own} label="Findings of the service" />;
}

interface PoliciesProps {
  type: DocumentType;
  id: string;
  edited: EditedFile;
  service?: ServiceNode;
}

function Policies({ type, id, edited, service }: PoliciesProps) {
  const { session } = useConsole();
  const { content, index, create } = edited;
  const isReadOnly = session.write === WriteMode.None;
  if (content.error !== undefined) {
    return (
      <section aria-label="Policies">
        <div className="notice bad" role="alert">
          The forms wait until the YAML can be read: {content.error}
        </div>
      </section>
    );
  }
  if (index === -1) {
    return (
      <section aria-label="Policies">
        <div className="notice">
          <p>
            {type} {id} has no document yet. The defaults of its namespace and the mesh apply.
          </p>
          <button type="button" className="primary" disabled={isReadOnly} onClick={create}>
            Begin a document
          </button>
        </div>
      </section>
    );
  }
  const value = isMap(content.value) ? content.value : {};
  return (
    <KindList type={type} value={value} edited={edited} protocols={service?.ports.map(({ protocol }) => protocol)} />
  );
}
