import type { Problem } from "../../findings/problem.js";
import { findApiVersionProblems } from "../gateway-api/version.js";
import { findCertificateProblems } from "./gateway-certificates.js";
import { findKubernetesListenerProblems } from "../gateway-api/kubernetes-listener-problems.js";
import { findListenerProblems, type ListeningGateway } from "./gateway-listeners.js";

/** All that is wrong with what a gateway serves: its listeners and their certificates. @param now when certificates must be valid */
export function findServingProblems(gateway: ListeningGateway, now: Date): Problem[] {
  const ofApi = gateway.api === "gateway-api" ? findApiProblems(gateway) : [];
  return [...findListenerProblems(gateway), ...findCertificateProblems(gateway, now), ...ofApi];
}

function findApiProblems(gateway: ListeningGateway): Problem[] {
  return [...findKubernetesListenerProblems(gateway), ...findApiVersionProblems(gateway)];
}
