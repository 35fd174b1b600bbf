import { WriteMode, type MeshMap } from "../../contract.js";
import { formatRoute } from "../routing/route.js";
import { useConsole } from "../shell/console-context.js";

/** More namespaces than these are only offered when they are chosen. */
const offered = 5;

interface DefaultsProps {
  mesh: MeshMap;
  /** The one that is looked at; "" for all. */
  namespace: string;
}

/** Documents that hold for more than one service, and those that could be begun. */
export function Defaults({ mesh, namespace }: DefaultsProps) {
  const { session } = useConsole();
  const missing = session.write === WriteMode.None ? [] : findMissing(mesh, namespace, session.stack);
  if (mesh.defaults.length + missing.length === 0) return null;
  return (
    <p className="defaults">
      <span className="quiet">Defaults:</span>
      {mesh.defaults.map(({ type, id, kinds }) => (
        <a key={`${type} ${id}`} className="chip" href={formatRoute({ screen: "document", type, id })}>
          {type} {id} <span className="quiet">{kinds.join(", ")}</span>
        </a>
      ))}
      {missing.map(({ type, id }) => (
        <a key={`${type} ${id}`} className="chip begun" href={formatRoute({ screen: "document", type, id })}>
          + {type} {id}
        </a>
      ))}
    </p>
  );
}

function findMissing({ services, defaults }: MeshMap, namespace: string, stack: string) {
  const has = (type: string, id?: string) =>
    defaults.some((one) => one.type === type && (id === undefined || one.id === id));
  const all = [...new Set(services.map((service) => service.namespace))].filter((name) => !has("namespace", name));
  const chosen = namespace === "" ? (all.length > offered ? [] : all) : all.filter((name) => name === namespace);
  return [
    ...chosen.map((id) => ({ type: "namespace" as const, id })),
    ...(has("mesh") ? [] : [{ type: "mesh" as const, id: stack }]),
  ];
}
