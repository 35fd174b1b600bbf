/** The parts of a URL that checks ask for. */
export interface GoUrl {
  scheme: string;
  host: string;
}

const escapes = /%(?![0-9A-Fa-f]{2})/;
const controls = /[\u0000-\u001f\u007f]/;
const authority = /^([^@]*@)?(\[[^\]]*\]|[^:[\]]*)(:\d*)?$/;

/**
 * The URL as Go's url.ParseRequestURI reads it, absolute or a path from the root; undefined where it does not take it.
 * JavaScript's own URL repairs what Go refuses.
 */
export function parseRequestUrl(text: string): GoUrl | undefined {
  if (text === "" || controls.test(text)) return undefined;
  if (text === "*") return { scheme: "", host: "" };
  const scheme = /^([A-Za-z][A-Za-z0-9+.-]*):/.exec(text);
  if (scheme === null && /^[^/?#]*:/.test(text)) return undefined;
  const rest = scheme === null ? text : text.slice(scheme[0].length);
  const name = scheme?.[1]?.toLowerCase() ?? "";
  const [beforeQuery = ""] = rest.split("?", 1);
  if (!beforeQuery.startsWith("/")) {
    // What has a scheme and no root is opaque.
    return scheme === null ? undefined : { scheme: name, host: "" };
  }
  const found = /^\/\/([^/]*)(.*)$/s.exec(beforeQuery);
  if (scheme === null || found === null) return escapes.test(beforeQuery) ? undefined : { scheme: name, host: "" };
  const [, host = "", path = ""] = found;
  const parts = authority.exec(host);
  if (parts === null || escapes.test(path) || !isHost(parts[2] ?? "") || !isUser(parts[1] ?? "")) return undefined;
  return { scheme: name, host: `${parts[2] ?? ""}${parts[3] ?? ""}` };
}

/** Source: `shouldEscape` and `unescape` in Go's net/url: bytes beyond ASCII may stand as they are. */
function isHost(host: string): boolean {
  return (
    /^\[[0-9A-Fa-f:.%a-zA-Z~_-]*\]$/.test(host) ||
    /^([A-Za-z0-9\-_.~!$&'()*+,;=:<>"]|[^\u0000-\u007f]|%[89A-Fa-f][0-9A-Fa-f])*$/.test(host)
  );
}

function isUser(user: string): boolean {
  return !escapes.test(user) && /^[A-Za-z0-9\-._:~!$&'()*+,;=%@]*$/.test(user);
}
