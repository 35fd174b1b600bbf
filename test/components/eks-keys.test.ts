// Pulumi's mocks: which keys encrypt what, and who may use them. Does not prove that a key's own policy lets them.
import { expect, it } from "vitest";
import { computeClusterPolicy, computeVolumeKeyPolicy } from "../../src/aws/cluster-policy.js";
import { EksCluster } from "../../src/components/eks-cluster.js";
import type { EksClusterArgs } from "../../src/components/eks/args.js";
import { leastSettings } from "../aws/settings.js";
import { find, list, runProgram, type Run } from "./engine.js";

const make = (args: Partial<EksClusterArgs> = {}) =>
  runProgram(() => ({ arn: new EksCluster("eks", { ...leastSettings, ...args }).clusterArn }));
const key = (name: string) => `arn:aws:kms:eu-west-1:123456789012:key/${name}`;
const keys = { encryptionKeyArn: key("secrets"), volumeKeyArn: key("volumes"), logKeyArn: key("logs") };
const policy = (run: Run, name: string) =>
  JSON.parse(String(find(run, name, ":RolePolicy").inputs.policy)) as Record<string, unknown>;

it("keys of one's own encrypt Secrets, volumes and logs, and whoever makes volumes may use theirs", async () => {
  const run = await make({
    ...keys,
    storageClass: {},
    flowLogs: {},
    nodeGroups: { flasks: { system: "Bottlerocket" } },
  });
  expect(find(run, "eks-cluster", ":Cluster").inputs.encryptionConfig.provider.keyArn).toBe(keys.encryptionKeyArn);
  const devices = find(run, "eks-nodes-flasks", ":LaunchTemplate").inputs.blockDeviceMappings as {
    ebs: { kmsKeyId?: string };
  }[];
  expect(devices.map(({ ebs }) => ebs.kmsKeyId)).toEqual([keys.volumeKeyArn, keys.volumeKeyArn]);
  expect(find(run, "eks-logs", ":LogGroup").inputs.kmsKeyId).toBe(keys.logKeyArn);
  expect(find(run, "eks-flow-logs", ":LogGroup").inputs.kmsKeyId).toBe(keys.logKeyArn);
  expect(find(run, "eks-objects-StorageClass/gp3").inputs.parameters).toEqual({
    type: "gp3",
    encrypted: "true",
    kmsKeyId: keys.volumeKeyArn,
  });
  expect(policy(run, "eks-aws-ebs-csi-driver")).toEqual(computeVolumeKeyPolicy(keys.volumeKeyArn));
  expect(policy(run, "eks-cluster")).toEqual(
    computeClusterPolicy({ region: "eu-west-1" }, { secrets: keys.encryptionKeyArn }),
  );
  expect(list(run).filter((line) => line.startsWith("aws:kms/"))).toEqual([]);
});

it("the cluster's role may use the key of volumes with Auto Mode, which makes them by that role", async () => {
  const own = {
    autoMode: true,
    nodePools: [],
    nodeClasses: { mesh: {} },
    autoNodePools: { mesh: { nodeClass: "mesh" } },
  };
  const run = await make({ ...keys, ...own });
  expect(policy(run, "eks-cluster")).toEqual(
    computeClusterPolicy(
      { region: "eu-west-1", autoMode: true },
      { secrets: keys.encryptionKeyArn, volumes: keys.volumeKeyArn },
    ),
  );
  expect(find(run, "eks-objects-NodeClass/mesh").inputs.spec.ephemeralStorage).toEqual({ kmsKeyID: keys.volumeKeyArn });
});

it("without them nothing names a key but that of Secrets", async () => {
  const run = await make({ storageClass: {}, flowLogs: {} });
  const named = run.resources.filter(({ inputs }) => /kmsKeyI[dD]/.test(JSON.stringify(inputs)));
  expect(named.map(({ name }) => name)).toEqual([]);
  expect(list(run).filter((line) => line === "aws:iam/rolePolicy:RolePolicy eks-aws-ebs-csi-driver")).toEqual([]);
});
