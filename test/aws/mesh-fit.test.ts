// Does not prove that a mesh runs on such a cluster.
import { describe, expect, it } from "vitest";
import { findFitProblems } from "../../src/aws/mesh-fit.js";
import type { EksSettings } from "../../src/aws/settings.js";
import { formatProblem } from "../findings/format-problem.js";
import { resolveControlPlane } from "../../src/istio/control-plane/resolve.js";
import type { ControlPlaneSettings } from "../../src/istio/control-plane/settings.js";
import { leastSettings } from "./settings.js";

const find = (cluster: Partial<EksSettings>, controlPlane: ControlPlaneSettings) =>
  findFitProblems({ ...leastSettings, ...cluster }, resolveControlPlane(controlPlane)).map(formatProblem);

const closed = { vpc: { ...leastSettings.vpc, natGateways: "none" } } as const;
const strict = { addons: { "vpc-cni": { configuration: { env: { POD_SECURITY_GROUP_ENFORCING_MODE: "strict" } } } } };
const both = "set `cniTaint` of the cluster and `untaintNodes` of the control plane both, or neither";

it.each<[Partial<EksSettings>, ControlPlaneSettings]>([
  [{}, {}],
  [{ cniTaint: true }, { profile: "ambient", untaintNodes: true }],
  [strict, {}],
  [{}, { profile: "ambient" }],
  [closed, { hub: "123456789012.dkr.ecr.eu-west-1.amazonaws.com/istio" }],
])("%j and %j fit", (cluster, controlPlane) => {
  expect(find(cluster, controlPlane)).toEqual([]);
});

describe("does not fit", () => {
  it.each<[Partial<EksSettings>, ControlPlaneSettings, string]>([
    [
      { cniTaint: true },
      { profile: "ambient" },
      `error MESH0420: \`cniTaint\` is on and \`untaintNodes\` is off: no pod would ever run on a new node; ${both}`,
    ],
    [
      {},
      { profile: "ambient", untaintNodes: true },
      `error MESH0420: \`untaintNodes\` is on and \`cniTaint\` is off: there would be nothing to remove; ${both}`,
    ],
    [
      { cniTaint: true },
      { untaintNodes: true },
      'error MESH0420: `cniTaint` is on, but profile "default" has no CNI agent that nodes could wait for; leave it out, or choose a profile with the CNI agent, such as ambient',
    ],
    [
      strict,
      { profile: "ambient" },
      'error MESH0421: POD_SECURITY_GROUP_ENFORCING_MODE of the add-on vpc-cni is "strict", and profile "ambient" is ambient; leave POD_SECURITY_GROUP_ENFORCING_MODE out, or set it to standard',
    ],
    [
      closed,
      {},
      'error MESH0422: `controlPlane.hub` is "docker.io/istio", which nodes cannot reach: `vpc.natGateways` is "none"; set `controlPlane.hub` to a registry in ECR that holds them, or give the VPC NAT gateways',
    ],
  ])("%j and %j", (cluster, controlPlane, expected) => {
    expect(find(cluster, controlPlane)).toEqual([expected]);
  });
});
