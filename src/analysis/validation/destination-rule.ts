import { checkConnectionPool } from "./connection-pool.js";
import type { Field } from "./field.js";
import type { CheckKind } from "./kind.js";
import { checkLoadBalancer } from "./load-balancer.js";
import { checkSelector } from "./selection.js";
import { checkClientTls } from "./tls.js";
import {
  checkAnyDuration,
  checkDomain,
  checkDuration,
  checkExportTo,
  checkLabel,
  checkLabels,
  checkPort,
  isAddress,
  isFqdn,
} from "./values.js";

/** Source: `ValidateDestinationRule` in istio pkg/config/validation/validation.go. */
export const checkDestinationRule: CheckKind = ({ spec, namespace }) => {
  checkDomain(spec.at("host"));
  checkTrafficPolicy(spec.at("trafficPolicy"), namespace);
  const names = new Set<string>();
  for (const subset of spec.at("subsets").entries) {
    const name = subset.at("name");
    if (names.has(name.text)) name.wants("a subset before it has that name");
    names.add(name.text);
    checkLabel(name);
    checkLabels(subset.at("labels"));
    checkTrafficPolicy(subset.at("trafficPolicy"), namespace);
  }
  const selector = spec.at("workloadSelector");
  checkExportTo(spec.at("exportTo"), namespace, { isBound: selector.isGiven });
  checkSelector(selector, "matchLabels");
};

const portFields = ["outlierDetection", "connectionPool", "loadBalancer", "tls"];
const fields = [...portFields, "tunnel", "proxyProtocol", "retryBudget"];

function checkTrafficPolicy(policy: Field, namespace: string): void {
  if (!policy.isGiven) return;
  const ports = policy.at("portLevelSettings");
  if (policy.given(...fields).length === 0 && !ports.isFilled) {
    return policy.refuse(`is empty; one of ${fields.join(", ")}, portLevelSettings must be set`);
  }
  if (policy.given("tunnel", "proxyProtocol").length > 1)
    policy.refuse("has tunnel and proxyProtocol; only one of them can be set");
  checkCommon(policy, namespace);
  for (const port of ports.entries) {
    if (!port.at("port").isGiven) port.at("port").wants("it must be a port");
    if (port.given(...portFields).length === 0) port.refuse(`is empty; one of ${portFields.join(", ")} must be set`);
    checkCommon(port, namespace);
  }
  checkTunnel(policy.at("tunnel"));
  checkAnyDuration(policy.at("retryBudget", "budgetInterval"));
}

function checkCommon(policy: Field, namespace: string): void {
  checkOutlierDetection(policy.at("outlierDetection"));
  checkConnectionPool(policy.at("connectionPool"));
  checkLoadBalancer(policy.at("loadBalancer"), policy.at("outlierDetection"));
  checkClientTls(policy.at("tls"), namespace);
}

function checkTunnel(tunnel: Field): void {
  if (!tunnel.isGiven) return;
  const [protocol, host] = [tunnel.at("protocol"), tunnel.at("targetHost")];
  if (protocol.isFilled && !["CONNECT", "POST"].includes(protocol.text)) protocol.wants("allowed are CONNECT, POST");
  if (!isFqdn(host.text) && !isAddress(host.text)) host.wants("it must be a host's name or an IP address");
  checkPort(tunnel.at("targetPort"));
}

function checkOutlierDetection(detection: Field): void {
  checkDuration(detection.at("baseEjectionTime"));
  checkDuration(detection.at("interval"));
  if (detection.at("consecutiveErrors").isFilled) {
    detection.at("consecutiveErrors").warn("is deprecated; use consecutiveGatewayErrors or consecutive5xxErrors");
  }
  const local = detection.at("consecutiveLocalOriginFailures");
  if (local.number > 0 && detection.at("splitExternalLocalOriginErrors").value !== true) {
    local.refuse("has an effect only with splitExternalLocalOriginErrors: true");
  }
  for (const field of ["maxEjectionPercent", "minHealthPercent"]) {
    const { number } = detection.at(field);
    if (number < 0 || number > 100) detection.at(field).wants("it must be within 0 and 100");
  }
}
