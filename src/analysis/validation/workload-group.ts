import type { Field } from "./field.js";
import type { CheckKind } from "./kind.js";
import { checkLabels, checkPort } from "./values.js";

/** Source: `ValidateWorkloadGroup` in istio pkg/config/validation/validation.go. */
export const checkWorkloadGroup: CheckKind = ({ spec }) => {
  if (!spec.at("template").isGiven) spec.at("template").wants("it must be what entries are made of");
  checkLabels(spec.at("metadata", "labels"));
  if (spec.at("probe").isGiven) checkProbe(spec.at("probe"));
};

const counts = ["periodSeconds", "initialDelaySeconds", "timeoutSeconds", "successThreshold", "failureThreshold"];

function checkProbe(probe: Field): void {
  for (const field of counts) if (probe.at(field).number < 0) probe.at(field).wants("it must be 0 or more");
  const [http, tcp, exec] = [probe.at("httpGet"), probe.at("tcpSocket"), probe.at("exec")];
  if (http.isGiven) {
    checkPort(http.at("port"));
    const scheme = http.at("scheme");
    if (!["", "HTTP", "HTTPS"].includes(scheme.text)) scheme.wants("allowed are HTTP, HTTPS");
    for (const header of http.at("httpHeaders").entries) {
      if (!/^[-A-Za-z0-9]+$/.test(header.at("name").text)) header.at("name").wants("it must be letters, digits and -");
    }
  } else if (tcp.isGiven) checkPort(tcp.at("port"));
  else if (exec.isGiven && !exec.at("command").isFilled) exec.at("command").wants("it must be a command");
  else if (!exec.isGiven && !probe.at("grpc").isGiven)
    probe.refuse("is empty; one of httpGet, tcpSocket, exec must be set");
  else if (probe.at("grpc").isGiven) probe.at("grpc").refuse("is nothing that Istio does yet");
}
