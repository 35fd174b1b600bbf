// Does not prove that a type exists, or in which region: only AWS knows.
import { expect, it } from "vitest";
import { parseInstanceType } from "../../src/aws/instance-type.js";
import { awsNames } from "../../src/components/eks/aws-names.js";

it.each([
  ["m6i.large", "x86_64"],
  ["t3.micro", "x86_64"],
  ["c7i-flex.2xlarge", "x86_64"],
  ["g4dn.xlarge", "x86_64"],
  ["m5.metal", "x86_64"],
  ["m7i.metal-24xl", "x86_64"],
  ["u-6tb1.112xlarge", "x86_64"],
  ["u7i-12tb.224xlarge", "x86_64"],
  ["i4i.24xlarge", "x86_64"],
  ["m7g.large", "arm64"],
  ["c6gd.medium", "arm64"],
  ["t4g.small", "arm64"],
  ["a1.large", "arm64"],
  ["im4gn.large", "arm64"],
  ["x2gd.16xlarge", "arm64"],
  ["g5g.xlarge", "arm64"],
  ["hpc7g.4xlarge", "arm64"],
  ["p6e-gb200.36xlarge", "arm64"],
])("%s is of %s", (type, architecture) => {
  expect(parseInstanceType(type)?.architecture).toBe(architecture);
});

it.each([
  ["m6i.large", undefined],
  ["g5.xlarge", "nvidia"],
  ["g6e.xlarge", "nvidia"],
  ["gr6.4xlarge", "nvidia"],
  ["g5g.xlarge", "nvidia"],
  ["p5en.48xlarge", "nvidia"],
  // A GPU of AMD.
  ["g4ad.xlarge", undefined],
  ["inf2.xlarge", "neuron"],
  ["trn2u.48xlarge", "neuron"],
])("%s needs drivers for %s", (type, accelerator) => {
  expect(parseInstanceType(type)?.accelerator).toBe(accelerator);
});

it.each(["", "m6i", "large", "m6i.huge", "M6i.large", "m6i.large ", "m.large", "m6i.xxlarge", "6m.large"])(
  "%j is none",
  (type) => {
    expect(parseInstanceType(type)).toBeUndefined();
  },
);

it("every type that @pulumi/aws knows has the form of one, but for Macs, which are no nodes", () => {
  const { instanceTypes = [] } = awsNames;
  expect(instanceTypes.length).toBeGreaterThan(1000);
  expect(instanceTypes.filter((type) => !type.startsWith("mac") && parseInstanceType(type) === undefined)).toEqual([]);
});
