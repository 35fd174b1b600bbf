import { useEffect, useRef } from "react";
import { WriteMode } from "../../contract.js";
import { ChangeScreen } from "../change/change-screen.js";
import { FindingsScreen } from "../findings/findings-screen.js";
import { HistoryScreen } from "../history/history-screen.js";
import { LiveScreen } from "../live/live-screen.js";
import { MapScreen } from "../map/map-screen.js";
import type { Route } from "../routing/route.js";
import { useRoute } from "../routing/use-route.js";
import { DocumentScreen } from "../service/document-screen.js";
import { StatusScreen } from "../status/status-screen.js";
import { useConsole, useDrafts } from "./console-context.js";
import { Crash } from "./crash.js";
import { Header } from "./header.js";

/** Header, one screen, and what holds for all of them. */
export function Frame() {
  const route = useRoute();
  const main = useRef<HTMLElement>(null);
  const isFirst = useRef(true);
  const address = JSON.stringify(route);
  useTitle(route);
  useLeaveWarning();
  useEffect(() => {
    // Whoever reads by keyboard or ear goes on in the new screen; not when the page opens.
    if (!isFirst.current) main.current?.focus({ preventScroll: true });
    isFirst.current = false;
  }, [address]);
  return (
    <>
      <a
        className="skip"
        href="#main"
        onClick={(event) => {
          // The address behind the # is the screen's.
          event.preventDefault();
          main.current?.focus();
        }}
      >
        Skip to the content
      </a>
      <Header route={route} />
      <ModeNotice />
      <main id="main" ref={main} tabIndex={-1} aria-label={titles[route.screen]}>
        <Crash key={address}>
          <Screen route={route} />
        </Crash>
      </main>
    </>
  );
}

const titles: Readonly<Record<Route["screen"], string>> = {
  map: "Map",
  document: "Policies",
  findings: "Findings",
  change: "Change",
  history: "History",
  live: "Live",
  status: "Status",
};

function Screen({ route }: { route: Route }) {
  switch (route.screen) {
    case "map":
      return <MapScreen />;
    case "document":
      return <DocumentScreen type={route.type} id={route.id} />;
    case "findings":
      return <FindingsScreen />;
    case "change":
      return <ChangeScreen />;
    case "history":
      return <HistoryScreen file={route.file} />;
    case "live":
      return <LiveScreen service={route.service} />;
    case "status":
      return <StatusScreen />;
  }
}

function ModeNotice() {
  const { session } = useConsole();
  if (session.write === WriteMode.Apply) return null;
  const text =
    session.write === WriteMode.None
      ? "Read-only: this console shows the mesh and previews the stack; nothing can be changed here."
      : "Files only: this console writes files, for a pull request; it applies nothing to the cluster.";
  return (
    <p className="mode" role="note">
      {text}
    </p>
  );
}

function useTitle(route: Route): void {
  const { session } = useConsole();
  const name = route.screen === "document" ? route.id : titles[route.screen];
  useEffect(() => {
    document.title = `${name} · ${session.stack} · Mesh console`;
  }, [name, session.stack]);
}

/** Drafts outlive a reload, but not the tab. */
function useLeaveWarning(): void {
  const hasDrafts = useDrafts().length > 0;
  useEffect(() => {
    if (!hasDrafts) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", warn);
    return () => window.removeEventListener("beforeunload", warn);
  }, [hasDrafts]);
}
