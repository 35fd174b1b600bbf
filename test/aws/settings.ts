import type { EksClusterArgs } from "../../src/components/eks/args.js";

/** The least that a cluster needs. */
export const leastSettings = {
  clusterName: "prod",
  region: "eu-west-1",
  kubernetesVersion: "1.34",
  vpc: { zones: ["eu-west-1a", "eu-west-1b"] },
  privateAccessCidrs: ["192.168.0.0/16"],
} satisfies EksClusterArgs;
