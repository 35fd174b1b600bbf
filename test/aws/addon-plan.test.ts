// Does not prove that an add-on's schema takes its configuration: only AWS has the schemas.
import { describe, expect, it } from "vitest";
import { planAddons } from "../../src/aws/addon-plan.js";
import type { EksSettings } from "../../src/aws/settings.js";
import { leastSettings } from "./settings.js";

const plan = (settings: Partial<EksSettings> = {}) => planAddons({ ...leastSettings, ...settings });
const find = (name: string, settings?: Partial<EksSettings>) => plan(settings).find((addon) => addon.name === name);

it("has five by default, three of them before the nodes", () => {
  expect(plan().map(({ name, beforeNodes }) => [name, beforeNodes])).toEqual([
    ["vpc-cni", true],
    ["kube-proxy", true],
    ["eks-pod-identity-agent", true],
    ["coredns", false],
    ["aws-ebs-csi-driver", false],
  ]);
});

it("has none of them with Auto Mode, and those asked for", () => {
  expect(plan({ autoMode: true, addons: { "metrics-server": {} } }).map(({ name }) => name)).toEqual([
    "metrics-server",
  ]);
});

it("leaves out what is switched off, and adds what is asked for", () => {
  const addons = { "aws-ebs-csi-driver": { enabled: false }, "metrics-server": { version: "v0.8.0-eksbuild.2" } };
  expect(plan({ addons }).map(({ name }) => name)).toEqual([
    "vpc-cni",
    "kube-proxy",
    "eks-pod-identity-agent",
    "coredns",
    "metrics-server",
  ]);
  expect(find("metrics-server", { addons })).toEqual({
    name: "metrics-server",
    beforeNodes: false,
    version: "v0.8.0-eksbuild.2",
    configuration: {},
    resolveConflicts: "PRESERVE",
  });
});

describe("what the mesh needs", () => {
  const enforcing = { POD_SECURITY_GROUP_ENFORCING_MODE: "standard" };

  it("probes of pods with security groups of their own", () => {
    expect(find("vpc-cni")?.configuration).toEqual({ env: enforcing });
  });

  it("under what is configured, which wins", () => {
    const configuration = { env: { ENABLE_PREFIX_DELEGATION: "true" }, livenessProbeTimeoutSeconds: 5 };
    expect(find("vpc-cni", { addons: { "vpc-cni": { configuration } } })?.configuration).toEqual({
      env: { ...enforcing, ENABLE_PREFIX_DELEGATION: "true" },
      livenessProbeTimeoutSeconds: 5,
    });
    const strict = { env: { POD_SECURITY_GROUP_ENFORCING_MODE: "strict" } };
    expect(find("vpc-cni", { addons: { "vpc-cni": { configuration: strict } } })?.configuration).toEqual(strict);
  });

  it("no add-on that waits for Istio's CNI agent, which itself waits for DNS", () => {
    const [istio, critical] = [
      { key: "cni.istio.io/not-ready", operator: "Exists" },
      { key: "CriticalAddonsOnly", operator: "Exists" },
    ];
    expect(
      plan()
        .filter(({ name }) => name !== "vpc-cni")
        .map(({ configuration }) => configuration),
    ).toEqual([{}, {}, {}, {}]);
    expect(find("coredns", { cniTaint: true })?.configuration).toEqual({
      tolerations: [istio, critical, { key: "node-role.kubernetes.io/control-plane", effect: "NoSchedule" }],
    });
    expect(find("aws-ebs-csi-driver", { cniTaint: true })?.configuration).toEqual({
      controller: { tolerations: [istio, critical] },
    });
    expect(find("metrics-server", { cniTaint: true, addons: { "metrics-server": {} } })?.configuration).toEqual({
      tolerations: [istio],
    });
  });
});

describe("the role of the EBS driver", () => {
  it("is over what the driver has tagged, and no more over any volume of the account", () => {
    const role = { serviceAccount: "ebs-csi-controller-sa", policy: "AmazonEBSCSIDriverPolicyV2" };
    expect(find("aws-ebs-csi-driver")?.role).toEqual(role);
  });

  it("or over this cluster's volumes alone", () => {
    const policy = "AmazonEBSCSIDriverEKSClusterScopedPolicy";
    expect(find("aws-ebs-csi-driver", { addons: { "aws-ebs-csi-driver": { policy } } })?.role?.policy).toBe(policy);
  });
});

it("puts the cluster's tags on network interfaces and volumes, under what is configured", () => {
  const tags = { team: "shop" };
  expect(find("vpc-cni", { tags })?.configuration).toEqual({
    env: { ADDITIONAL_ENI_TAGS: '{"team":"shop"}', POD_SECURITY_GROUP_ENFORCING_MODE: "standard" },
  });
  const configuration = { controller: { extraVolumeTags: { team: "data" } } };
  expect(find("aws-ebs-csi-driver", { tags })?.configuration).toEqual({ controller: { extraVolumeTags: tags } });
  expect(
    find("aws-ebs-csi-driver", { tags, addons: { "aws-ebs-csi-driver": { configuration } } })?.configuration,
  ).toEqual(configuration);
  expect(find("coredns", { tags })?.configuration).toEqual({});
});
