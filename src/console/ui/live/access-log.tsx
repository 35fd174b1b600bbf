import type { LiveState } from "../../contract.js";

/** The last lines of the sidecars' access logs. */
export function AccessLog({ lines }: { lines: LiveState["accessLog"] }) {
  return (
    <section className="panel" aria-label="Access log">
      <h2>Access log</h2>
      {lines.length === 0 ? (
        <p className="quiet">No requests yet, or the proxies write no access log (policy telemetry).</p>
      ) : (
        <pre className="log" tabIndex={0} role="region" aria-label="Last lines of the access log">
          {lines.map(({ pod, line }, index) => (
            <span key={index}>
              <span className="quiet">{pod}</span> {line}
              {"\n"}
            </span>
          ))}
        </pre>
      )}
    </section>
  );
}
