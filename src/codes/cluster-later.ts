import type { CodeFacts } from "./code-facts.js";

/** Codes of clusters on AWS that came later, MESH049…: Auto Mode, its load balancers, keys, volumes and flow logs. */
export const laterClusterCodes = {
  MESH0490: {
    name: "node-class-invalid",
    level: "error",
    description:
      "A NodeClass or a NodePool of EKS Auto Mode is not one that EKS takes, or names a class that there is not.",
    remedy: "correct it as the types `EksNodeClass` and `EksAutoNodePool` say",
  },
  MESH0491: {
    name: "auto-nodes-unreached",
    level: "warning",
    description:
      "Nodes of the pools that EKS Auto Mode brings with it are made by AWS's own NodeClass, which takes no tags and no key.",
    remedy: "set `nodePools: []`, and give `nodeClasses` and `autoNodePools` of your own",
  },
  MESH0492: {
    name: "flow-logs-invalid",
    level: "error",
    description: "Flow logs are for a VPC that is not this package's, or go to what is no bucket.",
    remedy: "give `flowLogs` with `vpc` alone, and `bucketArn` as in arn:aws:s3:::flows/shop",
  },
  MESH0493: {
    name: "load-balancer-annotation-unread",
    level: "error",
    description:
      "EKS Auto Mode makes a Service's load balancer and does not read one of its annotations: the load balancer would be without what it asks for.",
    remedy: "say it as https://docs.aws.amazon.com/eks/latest/userguide/auto-configure-nlb.html says",
  },
  MESH0494: {
    name: "load-balancer-annotation-doubtful",
    level: "warning",
    description:
      "EKS Auto Mode makes a Service's load balancer, and AWS lists one of its annotations both as supported and as not supported.",
    remedy: "say it as https://docs.aws.amazon.com/eks/latest/userguide/auto-configure-nlb.html says",
  },
  MESH0495: {
    name: "storage-class-invalid",
    level: "error",
    description: "A StorageClass has no name that Kubernetes takes, or there is no driver for it.",
    remedy: "correct `storageClass`, or leave it out",
  },
} as const satisfies Record<string, CodeFacts>;
