import { memo, useCallback } from "react";
import type { Finding } from "../../../findings/finding.js";
import type { KindInfo } from "../../contract.js";
import { countFindings } from "../parts/finding-count.js";
import { KindForm } from "./form/kind-form.js";
import { findSourceLink } from "./source-link.js";

interface KindCardProps {
  kind: KindInfo;
  value: unknown;
  findings: readonly Finding[];
  isReadOnly: boolean;
  onChange: (key: string, value: unknown) => void;
}

/** One policy of a document: what it does, its fields, and how it is taken away. */
export const KindCard = memo(function KindCard({ kind, value, findings, isReadOnly, onChange }: KindCardProps) {
  const change = useCallback((changed: unknown) => onChange(kind.key, changed), [kind.key, onChange]);
  const { error, warning } = countFindings(findings);
  return (
    <article
      className={`panel kind ${error > 0 ? "bad" : warning > 0 ? "warn" : ""}`}
      aria-labelledby={`kind-${kind.key}`}
    >
      <header>
        <h2 id={`kind-${kind.key}`}>{kind.key}</h2>
        <p className="summary">{kind.summary}</p>
        {isReadOnly ? null : (
          <button
            type="button"
            className="small"
            aria-label={`Remove ${kind.key}`}
            onClick={() => onChange(kind.key, undefined)}
          >
            Remove
          </button>
        )}
      </header>
      <KindForm kind={kind} value={value} findings={findings} isReadOnly={isReadOnly} onChange={change} />
      <KindHelp kind={kind} />
    </article>
  );
});

function KindHelp({ kind }: { kind: KindInfo }) {
  const link = findSourceLink(kind.source);
  return (
    <details className="help">
      <summary>Help and example</summary>
      <p>
        For {kind.protocols.join(", ")}; in documents of a {kind.documents.join(", ")}. Source:{" "}
        {link === undefined ? (
          kind.source
        ) : (
          <a href={link} target="_blank" rel="noreferrer">
            {kind.source}
          </a>
        )}
        .
      </p>
      <pre tabIndex={0} aria-label={`Example of ${kind.key}`}>
        {kind.example.trimEnd()}
      </pre>
    </details>
  );
}
