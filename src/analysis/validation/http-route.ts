import type { Field } from "./field.js";
import { checkHeaderChanges, isAuthority } from "./header-values.js";
import { checkDestination } from "./hosts.js";
import { checkCors, checkDirectResponse, checkFault, checkMirrors, checkRedirect, checkRetries, checkRewrite } from "./http-actions.js"; // prettier-ignore
import { checkHttpMatch } from "./http-match.js";
import { checkDuration } from "./values.js";

/** A route of HTTP requests; in a VirtualService without hosts, one that another delegates to. Source: `validateHTTPRoute`. */
export function checkHttpRoute(route: Field, isDelegate: boolean): void {
  checkConflicts(route, isDelegate);
  for (const match of route.at("match").entries) checkHttpMatch(match);
  checkHeaderChanges(route.at("headers"));
  checkCors(route.at("corsPolicy"));
  checkFault(route.at("fault"));
  checkMirrors(route);
  checkRedirect(route.at("redirect"), route.at("match"));
  checkDirectResponse(route.at("directResponse"));
  checkRetries(route.at("retries"));
  checkRewrite(route.at("rewrite"));
  checkAuthority(route);
  checkDestinations(route.at("route"));
  checkDuration(route.at("timeout"));
}

/** A route does one thing. */
function checkConflicts(route: Field, isDelegate: boolean): void {
  const destinations = route.at("route").entries.length > 0 ? ["route"] : [];
  if (route.at("delegate").isGiven && !isDelegate) {
    const beside = [...route.given("redirect"), ...destinations];
    if (beside.length > 0) route.refuse(`has ${beside.join(" and ")} together with delegate, whose routes have them`);
    return;
  }
  if (route.at("delegate").isGiven)
    route.at("delegate").refuse("cannot be used in a VirtualService without hosts, which is a delegate");
  const [answer] = route.given("redirect", "directResponse");
  if (answer === undefined) {
    if (destinations.length === 0) route.refuse("goes nowhere; one of route, redirect, directResponse must be set");
    return;
  }
  const beside = [...destinations, ...route.given("fault", "rewrite", "directResponse")].filter(
    (field) => field !== answer,
  );
  if (beside.length > 0)
    route.refuse(`has ${beside.join(" and ")} together with ${answer}, which sends the answer itself`);
}

/** The host that a request is for is changed once at most. */
function checkAuthority(route: Field): void {
  const request = route.at("headers", "request");
  const names = ["set", "add"].flatMap((field) =>
    request.at(field).fields.filter(([name, { text }]) => isAuthority(name) && text !== ""),
  );
  const set = [
    ...(route.at("rewrite", "authority").isFilled ? ["rewrite.authority"] : []),
    ...names.map(([name]) => name),
  ];
  if (set.length > 1) route.refuse(`sets the host of requests more than once, by ${set.join(" and ")}`);
}

function checkDestinations(list: Field): void {
  const { entries } = list;
  for (const entry of entries) {
    checkHeaderChanges(entry.at("headers"));
    checkDestinationEntry(entry);
  }
  checkWeights(list);
}

/** Where requests or connections go, and which share of them. */
export function checkDestinationEntry(entry: Field): void {
  const [destination, weight] = [entry.at("destination"), entry.at("weight")];
  if (!destination.isGiven) destination.wants("it must be a destination");
  checkDestination(destination);
  if (weight.number < 0) weight.wants("it must be 0 or more");
}

/** Shares of several destinations, which cannot all be nothing. */
export function checkWeights(list: Field): void {
  const { entries } = list;
  const sum = entries.reduce((total, entry) => total + entry.at("weight").number, 0);
  if (entries.length > 1 && sum === 0) list.refuse(`has ${entries.length} destinations whose weights are 0 together`);
}
