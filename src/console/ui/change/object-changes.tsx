import type { ObjectChange } from "../../contract.js";
import { PatchView } from "../parts/patch-view.js";
import { formatPatch } from "./merge.js";

interface ObjectChangesProps {
  objects: readonly ObjectChange[];
  /** Why there are none, in words. */
  none: string;
}

/** Objects of the cluster, each with its difference. */
export function ObjectChanges({ objects, none }: ObjectChangesProps) {
  return (
    <section className="panel" aria-label="Objects">
      <h2>
        {objects.length} {objects.length === 1 ? "object" : "objects"}
      </h2>
      {objects.length > 0 ? null : <p className="quiet">{none}</p>}
      {objects.map((object) => (
        <ChangedObject key={nameOf(object)} object={object} />
      ))}
    </section>
  );
}

function ChangedObject({ object }: { object: ObjectChange }) {
  const { change, before = "", after = "" } = object;
  const name = nameOf(object);
  return (
    <details open={change === "update"} className="difference">
      <summary>
        <span className={`badge ${change}`}>{change}</span> {name}
      </summary>
      <PatchView patch={formatPatch(before, after)} label={`Difference of ${name}`} />
    </details>
  );
}

function nameOf({ kind, namespace, name }: ObjectChange): string {
  return `${kind} ${namespace === undefined ? "" : `${namespace}/`}${name}`;
}
