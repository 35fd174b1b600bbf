import type { CodeFacts } from "./code-facts.js";

/** Codes of clusters on AWS that came later, MESH049…: Auto Mode, its load balancers, keys, volumes and flow logs. */
export const laterClusterCodes = {
  MESH0490: {
    name: "node-class-invalid",
    level: "error",
    description:
      "EKS does not accept a NodeClass or a NodePool of Auto Mode, or the NodePool names a class that does not exist.",
    remedy: "correct it as the types `EksNodeClass` and `EksAutoNodePool` say",
  },
  MESH0491: {
    name: "auto-nodes-unreached",
    level: "warning",
    description:
      "Nodes of the built-in pools of EKS Auto Mode use AWS's own NodeClass, which has neither tags nor a key.",
    remedy: "set `nodePools: []`, and give `nodeClasses` and `autoNodePools` of your own",
  },
  MESH0492: {
    name: "flow-logs-invalid",
    level: "error",
    description: "Flow logs need a VPC that this package creates, and a bucket without AWS's own folder.",
    remedy: "give `flowLogs` with `vpc` alone, and `bucketArn` as in arn:aws:s3:::flows/shop",
  },
  MESH0493: {
    name: "load-balancer-annotation-unread",
    level: "error",
    description: "EKS Auto Mode creates the load balancer of a Service and does not read one of its annotations.",
    remedy: "say it as https://docs.aws.amazon.com/eks/latest/userguide/auto-configure-nlb.html says",
  },
  MESH0494: {
    name: "load-balancer-annotation-doubtful",
    level: "warning",
    description:
      "EKS Auto Mode creates the load balancer of a Service, and AWS lists one of its annotations as supported and as not supported.",
    remedy: "say it as https://docs.aws.amazon.com/eks/latest/userguide/auto-configure-nlb.html says",
  },
  MESH0495: {
    name: "storage-class-invalid",
    level: "error",
    description: "The name of a StorageClass is not valid, or the cluster has no driver for it.",
    remedy: "correct `storageClass`, or leave it out",
  },
} as const satisfies Record<string, CodeFacts>;
