import { getInstanceTypeOfferings } from "@pulumi/aws/ec2/getInstanceTypeOfferings.js";
import { getVpc } from "@pulumi/aws/ec2/getVpc.js";
import { getAccessPolicies } from "@pulumi/aws/eks/getAccessPolicies.js";
import { getClusterVersions } from "@pulumi/aws/eks/getClusterVersions.js";
import { getAvailabilityZones } from "@pulumi/aws/getAvailabilityZones.js";
import type * as pulumi from "@pulumi/pulumi";
import { listNodeGroups, planNodeGroup } from "../../aws/node-plan.js";
import { findOfferProblems, type AwsOffer } from "../../aws/offer-problems.js";
import { createFinding, placeProblems } from "../../findings/problem.js";
import type { Finding } from "../../findings/finding.js";
import { keepEngineWaiting } from "../keep-engine-waiting.js";
import { stopOnErrors } from "../stop-on-errors.js";
import type { EksPart } from "./part.js";

/** A part whose children are made after `checkOffer`. */
export function createOfferedPart(part: EksPart): EksPart {
  return { ...part, options: { ...part.options, dependsOn: checkOffer(part) } };
}

/**
 * Asks AWS, in a preview too, whether the region has what the settings name, and rejects where it has not. Everything in AWS is made after it:
 * otherwise EKS would refuse a version some minutes into `up`, when the network is there and costs money.
 * @returns no resource, for `dependsOn`
 */
export function checkOffer(part: EksPart, today = new Date()): Promise<pulumi.Resource[]> {
  return keepEngineWaiting(async () => {
    const { offer, findings } = await fetchOffer(part);
    stopOnErrors([...findings, ...placeProblems(findOfferProblems(part.args, offer, today))], part.options.parent);
    return [];
  });
}

/** One call for each thing that the settings name. Who may not make one is told so, and goes on without. */
async function fetchOffer(part: EksPart): Promise<{ offer: AwsOffer; findings: Finding[] }> {
  const answers = await Promise.all(
    listQuestions(part).map(async ({ action, ask }) => {
      try {
        return { offer: await ask(), findings: [] };
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        const message = `AWS did not answer ${action}: ${reason.split("\n")[0] ?? ""}`;
        return { offer: {}, findings: [createFinding("MESH0434", message)] };
      }
    }),
  );
  const offer = Object.assign({}, ...answers.map((answer) => answer.offer)) as AwsOffer;
  return { offer, findings: answers.flatMap(({ findings }) => findings) };
}

/** A question to AWS. */
interface Question {
  /** The right that it takes. */
  action: string;
  ask: () => Promise<AwsOffer>;
}

function listQuestions({ args, options: { parent } }: EksPart): Question[] {
  const { region, existingVpc, vpc, serviceCidr } = args;
  const options = { parent };
  const types = [
    ...new Set(Object.values(listNodeGroups(args)).flatMap((one) => planNodeGroup(one, false).instanceTypes)),
  ];
  const vpcId: unknown = existingVpc?.vpcId;
  const policies = Object.values(args.accessEntries ?? {}).flatMap((entry) => entry.policies ?? []);
  const questions: (Question | undefined)[] = [
    { action: "eks:DescribeClusterVersions", ask: () => askKubernetes(region, options) },
    vpc && { action: "ec2:DescribeAvailabilityZones", ask: () => askZones(region, options) },
    types.length === 0
      ? undefined
      : { action: "ec2:DescribeInstanceTypeOfferings", ask: () => askTypes(region, types, options) },
    policies.length === 0 ? undefined : { action: "eks:ListAccessPolicies", ask: () => askPolicies(region, options) },
    typeof vpcId !== "string" || serviceCidr === undefined
      ? undefined
      : { action: "ec2:DescribeVpcs", ask: () => askVpc(region, vpcId, options) },
  ];
  return questions.filter((one) => one !== undefined);
}

async function askKubernetes(region: string, options: pulumi.InvokeOptions): Promise<AwsOffer> {
  const { clusterVersions } = await getClusterVersions({ includeAll: true, region }, options);
  return {
    kubernetes: clusterVersions.map(({ clusterVersion, versionStatus, endOfStandardSupportDate }) => ({
      version: clusterVersion,
      status: versionStatus,
      endOfStandardSupport: endOfStandardSupportDate,
    })),
  };
}

async function askZones(region: string, options: pulumi.InvokeOptions): Promise<AwsOffer> {
  const { names, zoneIds } = await getAvailabilityZones({ region }, options);
  return { zones: Object.fromEntries(names.map((name, index) => [name, zoneIds[index] ?? ""])) };
}

async function askTypes(region: string, types: string[], options: pulumi.InvokeOptions): Promise<AwsOffer> {
  const wanted = { filters: [{ name: "instance-type", values: types }], locationType: "availability-zone", region };
  const { instanceTypes, locations } = await getInstanceTypeOfferings(wanted, options);
  const zonesOf = (type: string) => locations.filter((_, index) => instanceTypes[index] === type);
  return { instanceTypes: Object.fromEntries(types.map((type) => [type, zonesOf(type)])) };
}

async function askPolicies(region: string, options: pulumi.InvokeOptions): Promise<AwsOffer> {
  const { accessPolicies } = await getAccessPolicies({ region }, options);
  return { accessPolicies: accessPolicies.map(({ name }) => name) };
}

async function askVpc(region: string, id: string, options: pulumi.InvokeOptions): Promise<AwsOffer> {
  const { cidrBlockAssociations } = await getVpc({ id, region }, options);
  return { vpcCidrs: cidrBlockAssociations.map(({ cidrBlock }) => cidrBlock) };
}
