// What Envoy makes of a request by the routes that istiod sent: the fields that Istio writes, and no others.

/** A route of Envoy's configuration, as its admin page prints it. */
export interface EnvoyRoute {
  match: EnvoyMatch;
  route?: {
    cluster?: string;
    weighted_clusters?: { clusters: { name: string; weight?: number }[] };
    timeout?: string;
    retry_policy?: { num_retries?: number; retry_on?: string; per_try_timeout?: string };
  };
  redirect?: object;
  direct_response?: { status: number };
}

interface EnvoyMatch {
  path?: string;
  prefix?: string;
  path_separated_prefix?: string;
  safe_regex?: { regex: string };
  case_sensitive?: boolean;
  headers?: EnvoyHeader[];
  query_parameters?: { name: string; string_match?: EnvoyString; present_match?: boolean }[];
}

interface EnvoyHeader {
  name: string;
  invert_match?: boolean;
  treat_missing_header_as_empty?: boolean;
  present_match?: boolean;
  string_match?: EnvoyString;
}

interface EnvoyString {
  exact?: string;
  prefix?: string;
  suffix?: string;
  contains?: string;
  safe_regex?: { regex: string };
  ignore_case?: boolean;
}

/** All routes of one listener or port. */
export interface EnvoyRoutes {
  name: string;
  virtual_hosts?: { name: string; domains: string[]; routes?: EnvoyRoute[] }[];
}

/** What of a request routes look at. */
export interface RoutedRequest {
  authority: string;
  scheme: string;
  method: string;
  path: string;
  query: string;
  headers: Readonly<Record<string, string>>;
}

/** The first route of the host that the request matches; undefined where there is none. */
export function findRoute({ virtual_hosts: hosts = [] }: EnvoyRoutes, request: RoutedRequest): EnvoyRoute | undefined {
  const { routes = [] } = findHost(hosts, request.authority.toLowerCase()) ?? {};
  return routes.find(({ match }) => matches(match, request));
}

/** An exact domain, else the longest that begins with a wildcard, else the longest that ends with one, else all. */
function findHost<Host extends { domains: string[] }>(hosts: readonly Host[], authority: string): Host | undefined {
  const all = hosts.flatMap((host) => host.domains.map((domain) => ({ host, domain: domain.toLowerCase() })));
  const longest = (fits: (domain: string) => boolean) =>
    all.filter(({ domain }) => fits(domain)).sort((a, b) => b.domain.length - a.domain.length)[0];
  const found =
    all.find(({ domain }) => domain === authority) ??
    longest((domain) => domain.length > 1 && domain.startsWith("*") && authority.endsWith(domain.slice(1))) ??
    longest((domain) => domain.length > 1 && domain.endsWith("*") && authority.startsWith(domain.slice(0, -1))) ??
    all.find(({ domain }) => domain === "*");
  return found?.host;
}

function matches(match: EnvoyMatch, request: RoutedRequest): boolean {
  const { headers = [], query_parameters: parameters = [] } = match;
  const query = new URLSearchParams(request.query);
  return (
    matchesPath(match, request.path) &&
    headers.every((header) => matchesHeader(header, request)) &&
    parameters.every(({ name, string_match: text }) => {
      const value = query.get(name);
      return value !== null && (text === undefined || matchesString(text, value));
    })
  );
}

function matchesPath(match: EnvoyMatch, path: string): boolean {
  const isExactCase = match.case_sensitive !== false;
  const fold = (text: string) => (isExactCase ? text : text.toLowerCase());
  const own = fold(path);
  if (match.path !== undefined) return own === fold(match.path);
  if (match.prefix !== undefined) return own.startsWith(fold(match.prefix));
  if (match.path_separated_prefix !== undefined) {
    const prefix = fold(match.path_separated_prefix);
    return own === prefix || own.startsWith(`${prefix}/`);
  }
  return match.safe_regex === undefined || matchesWhole(match.safe_regex.regex, path);
}

function matchesHeader(header: EnvoyHeader, request: RoutedRequest): boolean {
  const { name, string_match: text, present_match: isPresent, invert_match: isInverted = false } = header;
  const found = readHeader(name, request) ?? (header.treat_missing_header_as_empty === true ? "" : undefined);
  // What is not there matches no text, inverted or not.
  if (found === undefined) return isPresent === undefined ? false : (isPresent === false) !== isInverted;
  if (text === undefined) return (isPresent ?? true) !== isInverted;
  return matchesString(text, found) !== isInverted;
}

function readHeader(name: string, { authority, method, scheme, path, headers }: RoutedRequest): string | undefined {
  const pseudo: Record<string, string> = {
    ":authority": authority,
    ":method": method,
    ":scheme": scheme,
    ":path": path,
  };
  return pseudo[name] ?? headers[name.toLowerCase()];
}

function matchesString(match: EnvoyString, value: string): boolean {
  const fold = (text: string) => (match.ignore_case === true ? text.toLowerCase() : text);
  const own = fold(value);
  if (match.exact !== undefined) return own === fold(match.exact);
  if (match.prefix !== undefined) return own.startsWith(fold(match.prefix));
  if (match.suffix !== undefined) return own.endsWith(fold(match.suffix));
  if (match.contains !== undefined) return own.includes(fold(match.contains));
  return match.safe_regex !== undefined && matchesWhole(match.safe_regex.regex, value);
}

/** The generator writes expressions that mean the same in RE2 and here. */
function matchesWhole(regex: string, text: string): boolean {
  return new RegExp(`^(?:${regex})$`).test(text);
}

/** The shares of a route's clusters, by name. */
export function listShares({ route }: EnvoyRoute): Record<string, number> {
  if (route?.cluster !== undefined) return { [route.cluster]: 1 };
  const clusters = (route?.weighted_clusters?.clusters ?? []).filter(({ weight = 0 }) => weight > 0);
  const total = clusters.reduce((sum, { weight = 0 }) => sum + weight, 0);
  const shares: Record<string, number> = {};
  for (const { name, weight = 0 } of clusters) shares[name] = (shares[name] ?? 0) + weight / total;
  return shares;
}
