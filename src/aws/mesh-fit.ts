import { createProblem, type Problem } from "../findings/problem.js";
import { readValue } from "../istio/merge.js";
import { profiles } from "../istio/control-plane/profiles.js";
import type { ResolvedControlPlane } from "../istio/control-plane/resolve.js";
import { planAddons } from "./addon-plan.js";
import { isPublicImage } from "./public-image.js";
import type { EksSettings } from "./settings.js";

/** What only shows when a cluster and the mesh that is to be on it are looked at together. */
export function findFitProblems(cluster: EksSettings, controlPlane: ResolvedControlPlane): Problem[] {
  const { profile, untaintNodes, hub } = controlPlane;
  const { cniTaint = false } = cluster;
  const problems: Problem[] = [];
  if (cniTaint !== untaintNodes) {
    const [given, missing] = cniTaint ? ["cniTaint", "untaintNodes"] : ["untaintNodes", "cniTaint"];
    const outcome = cniTaint ? "no pod would ever run on a new node" : "there would be nothing to remove";
    problems.push(createProblem(["cluster"], "MESH0420", `\`${given}\` is on and \`${missing}\` is off: ${outcome}`));
  }
  if (cniTaint && !profiles[profile].components.cni) {
    const message = `\`cniTaint\` is on, but profile "${profile}" has no CNI agent that nodes could wait for`;
    problems.push(
      createProblem(
        ["cluster"],
        "MESH0420",
        message,
        "leave it out, or choose a profile with the CNI agent, such as ambient",
      ),
    );
  }
  const mode = readEnforcingMode(cluster);
  if (profiles[profile].components.ztunnel && mode !== undefined && mode !== "standard") {
    const message = `POD_SECURITY_GROUP_ENFORCING_MODE of the add-on vpc-cni is ${JSON.stringify(mode)}, and profile "${profile}" is ambient`;
    problems.push(createProblem(["cluster"], "MESH0421", message));
  }
  if (cluster.vpc?.natGateways === "none" && isPublicImage(hub)) {
    const message = `\`controlPlane.hub\` is "${hub}", which nodes cannot reach: \`vpc.natGateways\` is "none"`;
    problems.push(createProblem(["cluster"], "MESH0422", message));
  }
  return problems;
}

function readEnforcingMode(cluster: EksSettings): unknown {
  const configuration = planAddons(cluster).find(({ name }) => name === "vpc-cni")?.configuration;
  return readValue(configuration, "env.POD_SECURITY_GROUP_ENFORCING_MODE");
}
