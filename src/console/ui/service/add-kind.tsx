import { useId, useState } from "react";
import type { KindInfo } from "../../contract.js";

interface AddKindProps {
  kinds: readonly KindInfo[];
  protocols?: readonly string[];
  onAdd: (kind: KindInfo) => void;
}

/** What can be added, with what it does; a policy begins with its example's value. */
export function AddKind({ kinds, protocols, onAdd }: AddKindProps) {
  const [key, setKey] = useState("");
  const id = useId();
  const chosen = kinds.find((kind) => kind.key === key);
  if (kinds.length === 0) return null;
  return (
    <div className="panel add-kind">
      <label htmlFor={id}>Add a policy</label>
      <select id={id} value={chosen === undefined ? "" : key} onChange={({ target }) => setKey(target.value)}>
        <option value="">Choose what…</option>
        {kinds.map((kind) => (
          <option key={kind.key} value={kind.key}>
            {kind.key}
            {isFor(kind, protocols) ? "" : ` (for ${kind.protocols.join(", ")} only)`}
          </option>
        ))}
      </select>
      <button
        type="button"
        className="primary"
        disabled={chosen === undefined}
        onClick={() => {
          if (chosen === undefined) return;
          onAdd(chosen);
          setKey("");
        }}
      >
        Add
      </button>
      {chosen === undefined ? null : (
        <p className="hint wide">{chosen.summary} It begins with the values of the example.</p>
      )}
    </div>
  );
}

function isFor(kind: KindInfo, protocols: readonly string[] | undefined): boolean {
  if (protocols === undefined || protocols.length === 0) return true;
  const spoken = protocols.map((one) => one.toLowerCase().replace(/^(https?2?|grpc-web)$/, "http"));
  return spoken.some((one) => kind.protocols.includes(one));
}
