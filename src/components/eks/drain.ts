import { getNetworkInterfaces } from "@pulumi/aws/ec2/getNetworkInterfaces.js";
import { getSecurityGroups } from "@pulumi/aws/ec2/getSecurityGroups.js";
import type { Cluster } from "@pulumi/aws/eks/cluster.js";
import { getLbs } from "@pulumi/aws/lb/getLbs.js";
import * as pulumi from "@pulumi/pulumi";
import { setTimeout as sleep } from "node:timers/promises";
import {
  computeBalancerInterfaceFilters,
  listPodInterfaceFilters,
  listBalancerGroupFilters,
  listBalancerTags,
  parseDrainTimeout,
  type AwsFilter,
} from "../../aws/drain.js";
import type { Code } from "../../findings/codes.js";
import { createFinding } from "../../findings/problem.js";
import { formatFinding } from "../../findings/finding.js";
import { peekKnown } from "../known-value.js";
import type { EksNetwork } from "./network.js";
import type { EksPart } from "./part.js";

// The engine runs hooks of deletions only beside the program, so `pulumi destroy` needs `--run-program` where there are any.

/** Often enough for those who wait, seldom enough for AWS. */
const pauseMilliseconds = 3000;

/**
 * What runs before the cluster's provider goes: everything in the cluster has gone then, and the nodes with the controllers that
 * remove load balancers are still there. A preview refuses as well where AWS would refuse to delete the cluster in the end.
 */
export function createBalancerDrain(part: EksPart, network: EksNetwork, cluster: Cluster): pulumi.ResourceHookBinding {
  const { name, args } = part;
  const seconds = parseDrainTimeout(args.drainTimeout) ?? 0;
  if (seconds === 0) return {};
  // In a VPC of somebody else's, other interfaces of load balancers are somebody else's too.
  const readVpc = args.vpc === undefined ? undefined : peekKnown(pulumi.output(network.vpcId));
  const readProtection = peekKnown(cluster.deletionProtection);
  const isMade = peekKnown(cluster.urn);
  const drain = async ({ oldInputs }: pulumi.ResourceHookArgs) => {
    const clusterName = String((oldInputs as { clusterIdentifier?: unknown }).clusterIdentifier);
    // One that gives way to a cluster of another name shares the network with it, and its protection is not known here.
    const isLast = clusterName === args.clusterName;
    if (isLast && (await isMade()) === undefined) {
      // The engine takes everything away before a resource that gives way to another one of its name.
      const message = `a setting is changed that no cluster can change, so the EKS cluster ${clusterName} would go before another one comes`;
      throw createError("MESH0429", message);
    }
    if (isLast) refuseProtected(clusterName, await readProtection());
    if (pulumi.runtime.isDryRun()) return;
    const vpc = isLast ? await readVpc?.() : undefined;
    await waitUntilGone(clusterName, seconds, () => listOfBalancers({ ...part, args: { ...args, clusterName } }, vpc));
  };
  const options = { onDryRun: true };
  return { beforeDelete: [new pulumi.ResourceHook(`EksCluster/${name}-drain-load-balancers`, drain, options)] };
}

/**
 * What runs before the cluster goes: its nodes have gone then, and its network is still there. EKS removes the nodes of Auto Mode, and
 * what they have, together with the cluster. A preview refuses here too, since another `clusterName` takes the cluster away as a destroy
 * does.
 */
export function createPodDrain(part: EksPart): pulumi.ResourceHookBinding {
  const { name, args } = part;
  const seconds = parseDrainTimeout(args.drainTimeout) ?? 0;
  if (seconds === 0) return {};
  const drain = async ({ oldInputs }: pulumi.ResourceHookArgs) => {
    const { name: old, deletionProtection } = oldInputs as { name?: unknown; deletionProtection?: unknown };
    const clusterName = String(old);
    refuseProtected(clusterName, deletionProtection);
    if (pulumi.runtime.isDryRun() || args.autoMode === true) return;
    const list = () =>
      Promise.all(listPodInterfaceFilters(clusterName).map((filters) => listInterfaces(part, filters)));
    await waitUntilGone(clusterName, seconds, async () => (await list()).flat());
  };
  const options = { onDryRun: true };
  return { beforeDelete: [new pulumi.ResourceHook(`EksCluster/${name}-drain-network-interfaces`, drain, options)] };
}

function refuseProtected(clusterName: string, isProtected: unknown): void {
  if (isProtected === true) throw createError("MESH0427", `the EKS cluster ${clusterName} is protected from deletion`);
}

/** @param list names what there still is in AWS */
async function waitUntilGone(clusterName: string, seconds: number, list: () => Promise<string[]>): Promise<void> {
  const deadline = Date.now() + seconds * 1000;
  for (;;) {
    const left = await list();
    if (left.length === 0) return;
    if (Date.now() > deadline) {
      throw createError("MESH0426", `after ${seconds} s the EKS cluster ${clusterName} still has ${left.join(", ")}`);
    }
    await sleep(pauseMilliseconds);
  }
}

/** Load balancers of a cluster, with what stays for a while when they have gone. */
async function listOfBalancers(part: EksPart, vpcId: string | undefined): Promise<string[]> {
  const { args, options } = part;
  const { region } = args;
  const balancers = listBalancerTags(args).map(async (tags) => (await getLbs({ tags, region }, options)).arns);
  const groups = listBalancerGroupFilters(args).map(
    async (filters) => (await getSecurityGroups({ filters, region }, options)).ids,
  );
  const interfaces = vpcId === undefined ? [] : [listInterfaces(part, computeBalancerInterfaceFilters(vpcId))];
  return (await Promise.all([...balancers, ...interfaces, ...groups])).flat();
}

async function listInterfaces({ args: { region }, options }: EksPart, filters: AwsFilter[]): Promise<string[]> {
  return (await getNetworkInterfaces({ filters, region }, options)).ids;
}

function createError(code: Code, message: string): Error {
  return new Error(formatFinding(createFinding(code, message)));
}
