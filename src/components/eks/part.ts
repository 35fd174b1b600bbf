import type * as pulumi from "@pulumi/pulumi";
import type { EksClusterArgs } from "./args.js";

/** What every part of an EKS cluster is made with. */
export interface EksPart {
  /** The component's name, which the names of all its children begin with. */
  name: string;
  args: EksClusterArgs;
  /** Options of every child. */
  options: pulumi.CustomResourceOptions & { parent: pulumi.ComponentResource };
}

/** Region and tags of a resource; `title` is what the console of AWS shows as its name. */
export function computeTags({ args }: EksPart, title: string): { region: string; tags: Record<string, string> } {
  return { region: args.region, tags: { ...args.tags, Name: `${args.clusterName}-${title}` } };
}
