import { expect } from "vitest";
import type { Ended } from "./mesh.js";
import { createProject } from "./stand-in/project.js";
import { startStandIn, type StandIn } from "./stand-in/provider.js";

/** A cluster with one object in it, in a stack of its own, on a stand-in of AWS and Kubernetes. */
export interface EksProject {
  aws: StandIn;
  /** Runs the CLI with the least settings and these over them. */
  attempt: (verb: string, changes?: object, ...args: string[]) => Promise<Ended>;
  /** The same without a preview: expects it to succeed, and gives what it did to AWS, in order. */
  run: (verb: string, changes?: object, ...args: string[]) => Promise<string[]>;
}

const program = `
import { EksCluster } from "library/eks.js";
import { Namespace } from "@pulumi/kubernetes/core/v1/namespace.js";
// settings
const cluster = settings.clusterName === null ? undefined : new EksCluster("eks", settings);
export const { kubeconfig, vpcId } = cluster ?? {};
if (cluster !== undefined) new Namespace("web", { metadata: { name: "web" } }, { provider: cluster.provider });
`;

/** The two zones of every cluster here. */
export const zones: readonly string[] = ["eu-west-1a", "eu-west-1b"];

const settings = {
  clusterName: "shop",
  region: "eu-west-1",
  kubernetesVersion: "1.35",
  vpc: { zones },
  publicAccessCidrs: ["203.0.113.0/24"],
  accessEntries: { platform: { principalArn: "arn:aws:iam::123456789012:role/platform", groups: ["platform"] } },
};

/** Takes the cluster out of the program. */
export const withoutCluster = { clusterName: null };

/** For changes that take the cluster away. */
export const unprotected = { deletionProtection: false };

/** Makes the project; nothing of its cluster is there yet. */
export async function createEksProject(name: string): Promise<EksProject> {
  const aws = await startStandIn();
  const project = await createProject(name, aws, program);
  const attempt: EksProject["attempt"] = (verb, changes = {}, ...args) =>
    project.run({ ...settings, ...changes }, verb, ...args);
  return {
    aws,
    attempt,
    run: async (verb, changes, ...args) => {
      const before = aws.log.length;
      const { code, output } = await attempt(verb, changes, "--yes", "--skip-preview", ...args);
      expect(code, output).toBe(0);
      return aws.log.slice(before);
    },
  };
}

/** Those of the steps that are named, in the order they were done for the first time. */
export function pick(log: readonly string[], wanted: readonly string[]): string[] {
  return [...new Set(log.filter((step) => wanted.includes(step)))];
}
