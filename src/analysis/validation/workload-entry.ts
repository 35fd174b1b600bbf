import type { Field } from "./field.js";
import type { CheckKind } from "./kind.js";
import { checkLabels, checkPort, checkSocket, isAddress, isFqdn, isLabel, socketPrefix } from "./values.js";

/** Source: `ValidateWorkloadEntry` in istio pkg/config/validation/validation.go. */
export const checkWorkloadEntry: CheckKind = ({ spec }) => {
  checkEndpoint(spec, true);
};

/** Where a workload is, and its ports; by names of a service where there is one. Source: `validateWorkloadEntry`. */
export function checkEndpoint(entry: Field, mayBeName: boolean, names?: ReadonlySet<string>): void {
  const address = entry.at("address");
  const isSocket = address.text.startsWith(socketPrefix);
  if (!address.isFilled && !entry.at("network").isFilled)
    return address.wants("it must be an address, or network must be set");
  if (!address.isFilled) entry.warn("has a network and no address");
  if (isSocket) checkSocket(address);
  else if (address.isFilled && !isAddress(address.text) && !(mayBeName && isFqdn(address.text))) {
    address.wants(mayBeName ? "it must be an IP address or a host's name" : "it must be an IP address");
  }
  if (isSocket && entry.at("ports").fields.length > 0) entry.at("ports").refuse("cannot be set for a Unix socket");
  if (isSocket && names !== undefined && names.size !== 1)
    address.wants("a Unix socket can only be of a service with one port");
  checkPorts(entry, names);
}

/** Ports of an endpoint, and its labels. */
export function checkPorts(entry: Field, names?: ReadonlySet<string>): void {
  for (const [name, port] of entry.at("ports").fields) {
    if (!port.isGiven) continue;
    if (names !== undefined && !names.has(name))
      port.refuse(`is not a port of the service; its ports are ${[...names].join(", ")}`);
    checkPortName(name, port);
    checkPort(port);
  }
  checkLabels(entry.at("labels"));
}

function checkPortName(name: string, port: Field): void {
  if (!isLabel(name)) port.refuse(`is for "${name}", which is not a port's name`);
}
