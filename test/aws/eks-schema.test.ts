// What a program in JavaScript, or one with casts, hands over. Does not prove that the types and this form are one: the compiler does, where
// stack files are read with the same form.
import { expect, it } from "vitest";
import { findArgumentProblems } from "../../src/aws/eks-schema.js";
import { formatProblem } from "../findings/format-problem.js";
import { says } from "./find-problems.js";
import { leastSettings } from "./settings.js";

const check = (args: unknown) => findArgumentProblems(args).map(formatProblem);

it.each([undefined, null, {}])("%j lacks what a cluster needs", (args) => {
  const text = "is missing; it must be a string";
  expect(check(args)).toEqual(
    ["clusterName", "region", "kubernetesVersion"].map((key) => says("MESH0438", `\`${key}\` ${text}`)),
  );
});

it.each<[object, string]>([
  [{ kubernetesVersion: 1.35 }, "`kubernetesVersion` is 1.35; it must be a string"],
  [
    { nodeGroups: { a: { instanceTypes: "m6i.large" } } },
    '`nodeGroups.a.instanceTypes` is "m6i.large"; it must be a list',
  ],
  [{ tags: { team: 1 } }, "`tags.team` is 1; it must be a string"],
  [{ vpc: undefined, existingVpc: { privateSubnetIds: [] } }, "`existingVpc.vpcId` is missing; it must be given"],
])("%j", (settings, message) => {
  expect(check({ ...leastSettings, ...settings })).toEqual([says("MESH0438", message)]);
});

it("names what was probably meant by an unknown key", () => {
  expect(check({ ...leastSettings, clusterNames: "x" })[0]).toContain(
    'error MESH0438: `clusterNames` is not a known key; did you mean "clusterName"?',
  );
});

it("takes what only `up` tells, and what is not given", () => {
  const later = Promise.resolve("");
  const args = {
    ...leastSettings,
    existingVpc: { vpcId: later, privateSubnetIds: [later] },
    accessEntries: { me: { principalArn: later } },
    podRoles: { web: { namespace: "a", serviceAccount: "b", policies: { read: later } } },
    encryptionKeyArn: later,
    kind: undefined,
  };
  expect(check(args)).toEqual([]);
});
