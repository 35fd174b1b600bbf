import { coversHost } from "../../mesh/host-names.js";
import { formatPlace } from "../../text/schema-problems.js";
import { listPorts, type Exposed } from "./exposures.js";
import { identifyGateway } from "./gateways.js";
import { groupBy } from "../group-by.js";
import { describeGateway, keyOf, type NamedListener } from "./listeners.js";

/** What is exposed at one listener. */
interface Entry {
  exposed: Exposed;
  listener: NamedListener;
}

/** Reports what a port of a gateway cannot serve together, each time with both places. */
export function checkExposureConflicts(all: readonly Exposed[]): void {
  const entries = all.flatMap((exposed) => exposed.listeners.map((listener): Entry => ({ exposed, listener })));
  const byPort = groupBy(entries, ({ exposed: { gateway, host }, listener: { port } }) => [
    identifyGateway(gateway),
    host,
    String(port),
  ]);
  byPort.forEach(checkConflicts);
  groupBy(all, ({ gateway, host }) => [identifyGateway(gateway), host]).forEach(checkLostRedirects);
  const ofHttp = all.filter(({ family }) => family === "HTTP");
  groupBy(ofHttp, ({ gateway }) => [identifyGateway(gateway)]).forEach(checkHiddenWildcards);
}

/** What is exposed of one host at one port. */
function checkConflicts([first, ...others]: readonly [Entry, ...Entry[]]): void {
  const same = [first];
  for (const entry of others) {
    if (keyOf(entry.listener) === keyOf(first.listener)) same.push(entry);
    else reportWays(first, entry);
  }
  if (first.exposed.family === "HTTP") groupBy(same, ({ exposed: { path } }) => [path]).forEach(checkDuplicatePaths);
  else for (const other of same.slice(1)) reportTaken(first, other);
}

/** A host whose TLS would end in two ways, or that would be redirected and not. */
function reportWays({ exposed: first, listener }: Entry, { exposed, listener: other }: Entry): void {
  const { gateway, host, report } = exposed;
  const where = `${host} on port ${listener.port} of ${describeGateway(gateway)}`;
  const by = first === exposed ? "" : `, by ${formatPlace(first.place)}`;
  report(
    "MESH0244",
    `${where} is served by listener ${listener.name} already${by}, and ${other.name} serves it in another way`,
  );
}

function reportTaken({ exposed: first, listener }: Entry, { exposed: { gateway, host, report, family } }: Entry): void {
  const what = family === "TCP" ? `port ${listener.port}` : `${host} on port ${listener.port}`;
  const leads = `routes to service ${nameOf(first)} already, by ${formatPlace(first.place)}`;
  const remedy = family === "TCP" ? "give each service a listener" : "give each service a host or a listener";
  report("MESH0244", `${what} of ${describeGateway(gateway)} ${leads}`, remedy);
}

function checkDuplicatePaths([{ exposed: first }, ...others]: readonly [Entry, ...Entry[]]): void {
  for (const { exposed } of others) {
    // One exposure at several listeners of a port.
    if (exposed === first) continue;
    const { host, path, service, report } = exposed;
    const other = service === first.service ? "this service" : `service ${nameOf(first)}`;
    const message = `${host}${path} is ${other} already, by ${formatPlace(first.place)}`;
    report("MESH0206", message, "give one of them another path");
  }
}

/** What is exposed of one host. */
function checkLostRedirects(own: readonly Exposed[]): void {
  const listeners = own.flatMap((exposed) => exposed.listeners);
  if (listeners.some(({ protocol }) => protocol === "HTTPS")) return;
  for (const exposed of own) {
    const redirecting = exposed.listeners.find(({ httpsRedirect }) => httpsRedirect);
    if (redirecting === undefined) continue;
    const { host, gateway, report } = exposed;
    const message = `listener ${redirecting.name} of ${describeGateway(gateway)} redirects ${host} to HTTPS, but no listener exposes it by HTTPS`;
    report("MESH0244", message, "expose it at a listener with HTTPS too");
  }
}

/**
 * Where a host has some paths of its own, a wildcard that covers it serves none of the others: of all hosts, proxies look at the most
 * specific one alone.
 */
function checkHiddenWildcards(ofGateway: readonly Exposed[]): void {
  for (const own of groupBy(ofGateway, ({ host }) => [host])) {
    const [{ host, gateway, report }] = own;
    const paths = own.map(({ path }) => path);
    if (paths.includes("/")) continue;
    const ports = listPorts(own);
    const hidden = ofGateway.find(
      (other) =>
        other.host !== host && coversHost(other.host, host) && listPorts([other]).some((one) => ports.includes(one)),
    );
    if (hidden === undefined) continue;
    const where = `${host} of ${describeGateway(gateway)}`;
    const covering = `${hidden.host}, which exposes service ${nameOf(hidden)} in ${formatPlace(hidden.place)}`;
    const message = `${where} answers 404 outside of ${[...new Set(paths)].sort().join(", ")}: Envoy uses the routes of the most specific host, not those of ${covering}`;
    report("MESH0246", message, `expose the path / of ${host} too`);
  }
}

function nameOf({ service: { namespace, name } }: Exposed): string {
  return `${namespace}/${name}`;
}
