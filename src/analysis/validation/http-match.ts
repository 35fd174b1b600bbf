import type { Field } from "./field.js";
import { checkGatewayNames } from "./hosts.js";
import { checkLabels, checkPort, checkRegex, isLabel } from "./values.js";

// Source: `validateHTTPRouteMatchRequest` in istio pkg/config/validation/virtualservice.go.

// https://httpwg.org/specs/rfc9110.html#fields.names, and the pseudo-headers of HTTP/2.
const headerName = /^(?:[!#$%&'*+\-.^_`|~0-9A-Za-z]+|:(?:method|scheme|authority|path|status))$/;
const claim = /^@request\.auth\.claims(?:\.[^]+|\[[^]+\])$/i;

/** Whether a route goes by a claim of a token instead of a header. */
export function isClaim(name: string): boolean {
  return claim.test(name);
}

/** Which requests a route is for. */
export function checkHttpMatch(match: Field): void {
  for (const [name, header] of match.at("headers").fields) {
    if (!header.isGiven) continue;
    checkHeaderName(name, header);
    checkStringMatch(header);
  }
  for (const [name, header] of match.at("withoutHeaders").fields) {
    if (!header.isGiven) continue;
    checkHeaderName(name, header);
    // This one asks whether the header is there, and is no expression.
    if (header.at("regex").text !== "*") checkStringMatch(header);
  }
  checkStringMatch(match.at("uri"), true);
  for (const field of ["scheme", "method", "authority"]) checkStringMatch(match.at(field));
  for (const [, parameter] of match.at("queryParams").fields) checkStringMatch(parameter);
  if (match.at("port").isFilled) checkPort(match.at("port"));
  checkLabels(match.at("sourceLabels"));
  checkGatewayNames(match.at("gateways"));
  const namespace = match.at("sourceNamespace");
  if (namespace.isFilled && !isLabel(namespace.text)) namespace.wants("it must be a namespace");
}

function checkHeaderName(name: string, header: Field): void {
  if (!headerName.test(name) && !isClaim(name)) header.refuse(`is for "${name}", which is not a header's name`);
}

function checkStringMatch(match: Field, mayBeEmpty = false): void {
  const [prefix, regex] = [match.at("prefix"), match.at("regex")];
  if (prefix.isGiven && prefix.text === "" && !mayBeEmpty) prefix.wants("it must be a string that is not empty");
  if (regex.isGiven && regex.text === "") regex.wants("it must be an expression that is not empty");
  else if (regex.isGiven) checkRegex(regex);
}
