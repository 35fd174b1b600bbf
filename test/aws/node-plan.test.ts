// Does not prove that EKS takes a plan.
import { expect, it } from "vitest";
import { listNodeGroups, planNodeGroup } from "../../src/aws/node-plan.js";
import { leastSettings } from "./settings.js";

it("gives every setting its default", () => {
  expect(planNodeGroup({}, false)).toEqual({
    amiType: "AL2023_x86_64_STANDARD",
    releaseParameter: "/aws/service/eks/optimized-ami/*/amazon-linux-2023/x86_64/standard/recommended/release_version",
    instanceTypes: ["m6i.large"],
    capacityType: "ON_DEMAND",
    scaling: { minSize: 2, maxSize: 4, desiredSize: 2 },
    ignoreScaling: true,
    labels: {},
    taints: [],
    volumes: [{ deviceName: "/dev/xvda", size: 50 }],
    maxUnavailablePercentage: 33,
    forceUpdate: false,
    repair: false,
    metadataHopLimit: 1,
  });
});

it.each([
  ["AL2023", "m6i.large", "AL2023_x86_64_STANDARD"],
  ["AL2023", "m7g.large", "AL2023_ARM_64_STANDARD"],
  ["Bottlerocket", "m6i.large", "BOTTLEROCKET_x86_64"],
  ["Bottlerocket", "m7g.large", "BOTTLEROCKET_ARM_64"],
  // With the drivers of what they have.
  ["AL2023", "g5.xlarge", "AL2023_x86_64_NVIDIA"],
  ["AL2023", "g5g.xlarge", "AL2023_ARM_64_NVIDIA"],
  ["AL2023", "inf2.xlarge", "AL2023_x86_64_NEURON"],
  ["Bottlerocket", "p5.48xlarge", "BOTTLEROCKET_x86_64_NVIDIA"],
  ["AL2023", "g4ad.xlarge", "AL2023_x86_64_STANDARD"],
] as const)("%s on %s is the image %s", (system, type, amiType) => {
  expect(planNodeGroup({ system, instanceTypes: [type] }, false).amiType).toBe(amiType);
});

it("encrypts both of Bottlerocket's volumes, and sizes the one for pods", () => {
  expect(planNodeGroup({ system: "Bottlerocket", diskSize: 80 }, false).volumes).toEqual([
    { deviceName: "/dev/xvda" },
    { deviceName: "/dev/xvdb", size: 80 },
  ]);
});

it("never has fewer than the least as its most", () => {
  expect(planNodeGroup({ minSize: 6 }, false).scaling).toEqual({ minSize: 6, maxSize: 6, desiredSize: 6 });
});

it("writes taints in EKS's words, Istio's first", () => {
  const taints = [
    { key: "a", effect: "NoExecute" },
    { key: "b", value: "x", effect: "PreferNoSchedule" },
  ] as const;
  expect(planNodeGroup({ taints: [...taints] }, true).taints).toEqual([
    { key: "cni.istio.io/not-ready", value: "true", effect: "NO_SCHEDULE" },
    { key: "a", effect: "NO_EXECUTE" },
    { key: "b", value: "x", effect: "PREFER_NO_SCHEDULE" },
  ]);
});

it("has one group by default, and none with Auto Mode", () => {
  expect(listNodeGroups(leastSettings)).toEqual({ default: {} });
  expect(listNodeGroups({ ...leastSettings, autoMode: true })).toEqual({});
});
