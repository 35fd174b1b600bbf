import type { Finding } from "../findings/finding.js";
import { getLevel, placeProblems } from "../findings/problem.js";
import { findVersionProblems } from "../istio/versions/versions.js";
import type { ClusterFacts } from "./facts.js";
import { say } from "./say.js";

// Source: checkGatewayAPIs in istioctl/pkg/precheck/precheck.go.
const betaKinds: readonly string[] = ["Gateway", "GatewayClass", "HTTPRoute", "ReferenceGrant"];
const stableKinds: readonly string[] = ["Gateway", "GatewayClass", "HTTPRoute", "GRPCRoute"];

/** Whether the cluster's Kubernetes and its Gateway API suit the control planes. */
export function findKubernetesProblems(facts: ClusterFacts): Finding[] {
  return [...findVersions(facts), ...findGatewayApi(facts)];
}

function findVersions({ kubernetes, istiods = [] }: ClusterFacts): Finding[] {
  if (kubernetes === undefined) return [];
  return istiods.flatMap(({ namespace, name, version: istio }) => {
    if (istio === undefined) return [];
    // The support of Istio itself is judged with the control plane.
    const problems = findVersionProblems({ istio, kubernetes, today: "" });
    const resource = { kind: "Deployment", namespace, name };
    return problems.flatMap((problem) => {
      if (problem.code === "MESH0102") return [say("IST0142", resource, problem.message, problem.remedy)];
      return problem.code === "MESH0104" ? placeProblems([{ ...problem, level: getLevel(problem) }], { resource }) : [];
    });
  });
}

function findGatewayApi({ gatewayApi }: ClusterFacts): Finding[] {
  return gatewayApi.flatMap(({ kind, versions }) => {
    const lacks = (version: string) =>
      `the cluster serves ${kind} as ${versions.join(", ") || "nothing"}, not as ${version}`;
    return [
      ...(betaKinds.includes(kind) && !versions.includes("v1beta1")
        ? [say("IST0156", { kind, name: group }, lacks("v1beta1"))]
        : []),
      ...(stableKinds.includes(kind) && !versions.includes("v1")
        ? [say("IST0172", { kind, name: group }, lacks("v1"))]
        : []),
    ];
  });
}

const group = "gateway.networking.k8s.io";
