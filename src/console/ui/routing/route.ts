import type { DocumentType } from "../../../policy/kind.js";

/** What the page shows, as its address says behind the `#`. */
export type Route =
  | { screen: "map" }
  | { screen: "document"; type: DocumentType; id: string }
  | { screen: "findings" }
  | { screen: "change" }
  | { screen: "status" }
  | { screen: "history"; file?: string }
  | { screen: "live"; service?: string };

const types: readonly string[] = ["service", "namespace", "mesh"] satisfies DocumentType[];

/** The map where the address says nothing that is known. */
export function parseRoute(hash: string): Route {
  const [screen = "", ...rest] = hash.replace(/^#\/?/, "").split("/");
  const name = rest.map(decode).join("/");
  if (types.includes(screen) && name !== "") return { screen: "document", type: screen as DocumentType, id: name };
  if (screen === "change" || screen === "findings" || screen === "status") return { screen };
  if (screen === "history") return name === "" ? { screen } : { screen, file: name };
  if (screen === "live") return name === "" ? { screen } : { screen, service: name };
  return { screen: "map" };
}

export function formatRoute(route: Route): string {
  switch (route.screen) {
    case "document":
      return `#/${route.type}/${encode(route.id)}`;
    case "history":
      return `#/history${route.file === undefined ? "" : `/${encode(route.file)}`}`;
    case "live":
      return `#/live${route.service === undefined ? "" : `/${encode(route.service)}`}`;
    case "map":
    case "findings":
    case "change":
    case "status":
      return `#/${route.screen}`;
  }
}

function encode(name: string): string {
  return name.split("/").map(encodeURIComponent).join("/");
}

/** An address that somebody wrote by hand need not be well formed. */
function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
