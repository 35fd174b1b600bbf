import { useCheck } from "../check/check-context.js";
import { countFindings } from "../parts/finding-count.js";
import { formatRoute, type Route } from "../routing/route.js";
import { useConsole, useDrafts } from "./console-context.js";

const links: readonly { label: string; route: Route }[] = [
  { label: "Map", route: { screen: "map" } },
  { label: "Change", route: { screen: "change" } },
  { label: "History", route: { screen: "history" } },
  { label: "Live", route: { screen: "live" } },
  { label: "Status", route: { screen: "status" } },
];

export function Header({ route }: { route: Route }) {
  const { session } = useConsole();
  return (
    <header className="top">
      <a className="brand" href={formatRoute({ screen: "map" })}>
        <span className="logo" aria-hidden="true" />
        Mesh console
      </a>
      <span className="stack" title={`Documents in ${session.folder}`}>
        <span className="quiet">stack</span> {session.stack}
      </span>
      <nav aria-label="Screens">
        {links.map(({ label, route: target }) => (
          <a key={label} href={formatRoute(target)} aria-current={isCurrent(route, target) ? "page" : undefined}>
            {label} {target.screen === "change" ? <DraftCount /> : null}
          </a>
        ))}
      </nav>
      <CheckState />
    </header>
  );
}

function isCurrent(route: Route, target: Route): boolean {
  return route.screen === target.screen || (route.screen === "document" && target.screen === "map");
}

function DraftCount() {
  const { length } = useDrafts();
  if (length === 0) return null;
  return (
    <span className="count" title={`${length} ${length === 1 ? "file" : "files"} changed and not written yet`}>
      {length}
      <span className="unseen"> unsaved {length === 1 ? "file" : "files"}</span>
    </span>
  );
}

/** What is wrong with the stack and its drafts, told as it changes. */
function CheckState() {
  const { result, error, isBehind } = useCheck();
  const counts = countFindings(result?.findings ?? []);
  const text = error ?? (result === undefined ? "checking…" : describe(counts));
  const tone = error !== undefined || counts.error > 0 ? "bad" : counts.warning > 0 ? "warn" : "good";
  return (
    <div className={`state ${tone}`} role="status" aria-live="polite" data-behind={isBehind}>
      <a href={formatRoute({ screen: "findings" })} title="All findings">
        <span className="dot" aria-hidden="true" />
        <span>{text}</span>
      </a>
    </div>
  );
}

function describe({ error, warning }: { error: number; warning: number }): string {
  const parts = [
    ...(error > 0 ? [`${error} ${error === 1 ? "error" : "errors"}`] : []),
    ...(warning > 0 ? [`${warning} ${warning === 1 ? "warning" : "warnings"}`] : []),
  ];
  return parts.length === 0 ? "no problems" : parts.join(", ");
}
