import { isIP } from "node:net";
import { formatValue } from "../text/read.js";
import type { MeshReader } from "../mesh/objects.js";
import { isHost } from "../mesh/host-names.js";
import { findUnservedHost, type CallerPlace } from "./served-hosts.js";
import { readCaller } from "./read-caller.js";
import type { Caller, MeshRequest } from "./request.js";

/** A request as people write it. */
export interface RequestText {
  /** Who calls: see `readCaller`. */
  from: string;
  /** `http://reviews/api?x=1`, or https; with a port where it is not the scheme's own. */
  to: string;
  /** @default "GET" */
  method?: string;
  /** By name, in either case. @default none */
  headers?: Readonly<Record<string, string>>;
  /** Of the token that it carries, `iss` among them. @default - no token */
  claims?: Readonly<Record<string, unknown>>;
  /** Of the client's own TLS. @default - the host, where `to` is https */
  sni?: string;
  /** Of a client outside, as the gateway sees it. @default - not known */
  address?: string;
}

/** What is wrong with a field. */
export interface RequestProblem {
  field: keyof RequestText;
  message: string;
}

/** A request, or all that is wrong with it. */
export type ReadRequest = { request: MeshRequest } | { problems: readonly RequestProblem[] };

/** Reads a request as people write it. Never throws on what they write. */
export function readRequest(mesh: MeshReader, text: RequestText): ReadRequest {
  const problems: RequestProblem[] = [];
  const url = parseUrl(text.to);
  const caller = readCaller(mesh, text.from, { host: url?.host, address: text.address });
  if (typeof caller === "string") problems.push({ field: "from", message: caller });
  if (url === undefined) {
    const message = `to is "${text.to}"; it must be http:// or https://, a host, and a path, as in http://reviews/api?x=1`;
    problems.push({ field: "to", message });
  }
  problems.push(...findProblems(text, url?.scheme));
  const place = typeof caller === "string" ? guessPlace(text.from) : findPlace(caller);
  const unserved = url === undefined || place === undefined ? undefined : findUnservedHost(mesh, place, url.host);
  if (unserved !== undefined) problems.push({ field: "to", message: unserved });
  if (typeof caller === "string" || url === undefined || problems.length > 0) return { problems };
  return { request: createRequest(text, caller, url) };
}

/** Where the host is looked up, as far as a caller that there is not says it. */
function guessPlace(from: string): CallerPlace | undefined {
  if (from.startsWith("outside")) return "outside";
  const [namespace, name] = from.split("/", 2);
  return namespace === undefined || name === undefined ? undefined : { namespace };
}

function findPlace(caller: Caller): CallerPlace {
  if (caller.kind === "outside") return "outside";
  return { namespace: caller.kind === "plain" ? caller.namespace : caller.workload.namespace };
}

type Url = Pick<MeshRequest, "scheme" | "host" | "port" | "path" | "query">;

function createRequest(
  { method = "GET", headers = {}, claims, sni }: RequestText,
  caller: Caller,
  url: Url,
): MeshRequest {
  return {
    caller,
    ...url,
    method,
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])),
    ...(claims === undefined ? {} : { claims }),
    ...(sni === undefined ? {} : { sni }),
  };
}

/** As it is written: what `URL` makes of it would hide what proxies make of it. */
function parseUrl(text: string): Url | undefined {
  const found = /^(https?):\/\/([a-z0-9._-]+)(?::(\d{1,5}))?(\/[^?#\s]*)?(?:\?([^#\s]*))?$/i.exec(text);
  if (found === null) return undefined;
  const [, scheme = "", host = "", port, path = "/", query = ""] = found;
  const lower = scheme.toLowerCase() === "https" ? "https" : "http";
  const number = port === undefined ? (lower === "https" ? 443 : 80) : Number(port);
  if (number < 1 || number > 65535) return undefined;
  return { scheme: lower, host: host.toLowerCase(), port: number, path, query };
}

/** What contradicts itself, and what is no value of its field. */
function findProblems({ from, method, headers = {}, claims, sni, address }: RequestText, scheme: string | undefined) {
  const problems: RequestProblem[] = [];
  const report = (field: keyof RequestText, message: string) => void problems.push({ field, message });
  if (method !== undefined && !/^[A-Z]+$/.test(method)) {
    report("method", `method is "${method}"; it must be in capitals, as in GET`);
  }
  for (const name of Object.keys(headers)) {
    if (!/^[!#$%&'*+.^_`|~0-9a-z-]+$/i.test(name))
      report("headers", `"${name}" is no name of a header, such as x-user`);
    if (name.toLowerCase() === "host") report("headers", "the header host is that of `to`; write it there");
    if (name.toLowerCase() === "authorization" && claims !== undefined) {
      report("headers", "claims stand for the token in the header authorization; give one of both");
    }
  }
  if (claims !== undefined && typeof claims.iss !== "string") {
    report("claims", `claims must have the issuer, \`iss\`, as a string; it is ${formatValue(claims.iss)}`);
  }
  if (sni !== undefined && scheme === "http")
    report("sni", `sni is "${sni}", and \`to\` is http, which has no TLS; write https`);
  if (sni !== undefined && !isHost(sni))
    report("sni", `sni is "${sni}"; it must be a host name, as in shop.example.com`);
  if (address !== undefined && isIP(address) === 0)
    report("address", `address is "${address}"; it must be an IP address`);
  if (address !== undefined && !from.startsWith("outside")) {
    report("address", `address is of a client outside, and from is "${from}"; write from: outside`);
  }
  return problems;
}
