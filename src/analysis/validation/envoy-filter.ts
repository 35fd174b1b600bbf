import type { Field } from "./field.js";
import type { CheckKind } from "./kind.js";
import { checkSelector } from "./selection.js";
import { checkRegex } from "./values.js";

/** What parts of Envoy's configuration can be told by. */
const matches: Readonly<Record<string, string>> = {
  LISTENER: "listener",
  FILTER_CHAIN: "listener",
  NETWORK_FILTER: "listener",
  HTTP_FILTER: "listener",
  ROUTE_CONFIGURATION: "routeConfiguration",
  VIRTUAL_HOST: "routeConfiguration",
  HTTP_ROUTE: "routeConfiguration",
  CLUSTER: "cluster",
};
const objectTypes = ["listener", "routeConfiguration", "cluster", "waypoint"];
const connectionManager = ["envoy.filters.network.http_connection_manager", "envoy.http_connection_manager"];
const longestVersion = 1024;

/**
 * Source: `validateEnvoyFilter` in istio pkg/config/validation/envoyfilter. Whether a patch is right for Envoy is not looked at:
 * for that istiod has Envoy's own types.
 */
export const checkEnvoyFilter: CheckKind = ({ spec }) => {
  checkSelector(spec.at("workloadSelector"), "labels");
  for (const patch of spec.at("configPatches").entries) {
    if (patch.at("match", "context").text !== "WAYPOINT") checkPatch(patch);
  }
};

function checkPatch(patch: Field): void {
  const [applyTo, change] = [patch.at("applyTo"), patch.at("patch")];
  const operation = change.at("operation");
  const unset = ["", "INVALID"];
  if (unset.includes(applyTo.text)) return applyTo.wants("it must say what is patched");
  if (!change.isGiven) return change.wants("it must say what is changed");
  if (unset.includes(operation.text)) return operation.wants("it must say what is done");
  if (operation.text !== "REMOVE" && !change.at("value").isGiven)
    change.at("value").wants(`operation ${operation.text} needs it`);
  const version = patch.at("match", "proxy", "proxyVersion");
  if (version.isFilled && Buffer.byteLength(version.text) <= longestVersion) checkRegex(version);
  checkMatch(patch.at("match"), applyTo.text);
}

function checkMatch(match: Field, applyTo: string): void {
  const wanted = matches[applyTo];
  const given = match.given(...objectTypes);
  if (wanted === undefined || given.length === 0) return;
  if (!given.includes(wanted))
    return match.refuse(`has ${given.join(" and ")}, but applyTo ${applyTo} matches by ${wanted}`);
  const filter = match.at("listener", "filterChain", "filter");
  if (wanted !== "listener" || !filter.isGiven) return;
  if (applyTo === "LISTENER" || applyTo === "FILTER_CHAIN") filter.warn(`does nothing with applyTo ${applyTo}`);
  const sub = filter.at("subFilter");
  if (!filter.at("name").isFilled) return filter.at("name").wants("it must be a filter's name");
  if (!sub.isGiven) return;
  if (applyTo !== "HTTP_FILTER") return sub.refuse(`is only for applyTo HTTP_FILTER, and this is ${applyTo}`);
  if (!connectionManager.includes(filter.at("name").text)) {
    return filter.at("name").wants(`with subFilter it must be ${connectionManager[0] ?? ""}`);
  }
  if (!sub.at("name").isFilled) sub.at("name").wants("it must be a filter's name");
}
