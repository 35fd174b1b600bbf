import type { CodeFacts } from "./code-facts.js";

/** Codes of clusters on AWS, MESH04…: names, networks, nodes, access, load balancers, volumes, and what cluster and mesh want of each other. */
export const clusterCodes = {
  MESH0401: {
    name: "aws-name-invalid",
    level: "error",
    description: "A name has characters that AWS does not allow there, or is too long.",
    remedy: "choose a shorter name of letters, digits and `-`",
  },
  MESH0402: {
    name: "cluster-network-undecided",
    level: "error",
    description: "A cluster needs either a new VPC or an existing one.",
    remedy: "give either `vpc` or `existingVpc`",
  },
  MESH0403: {
    name: "zones-invalid",
    level: "error",
    description: "A cluster needs at least two different availability zones of its region.",
    remedy: "name at least two zones, as in eu-west-1a and eu-west-1b",
  },
  MESH0404: {
    name: "network-range-invalid",
    level: "error",
    description: "A range of addresses is not a valid CIDR, or AWS does not accept its size or kind there.",
    remedy: "write it as in 10.0.0.0/16",
  },
  MESH0405: {
    name: "network-ranges-overlap",
    level: "error",
    description: "Two networks that must reach each other have addresses in common.",
    remedy: "choose ranges that have no address in common",
  },
  MESH0406: {
    name: "subnets-too-small",
    level: "error",
    description: "A subnet has too few addresses for its contents.",
    remedy: "choose a larger VPC or a shorter prefix",
  },
  MESH0407: {
    name: "vpc-too-small",
    level: "error",
    description: "The subnets of all zones do not fit into the VPC.",
    remedy: "choose a larger VPC or smaller subnets",
  },
  MESH0408: {
    name: "api-without-way-in",
    level: "error",
    description:
      "Nothing outside of a new VPC could reach the API server, so not even this program could install the mesh.",
    remedy: "give `publicAccessCidrs`, or `privateAccessCidrs` with the network that a VPN or a peering brings in",
  },
  MESH0409: {
    name: "api-open-to-all",
    level: "error",
    description: "The API server's public endpoint would be open to the internet, or nearly all of it.",
    remedy: "name the networks that need it, or set `allowAccessFromAnywhere: true`",
  },
  MESH0410: {
    name: "kubernetes-minor-malformed",
    level: "error",
    description: "EKS accepts an existing minor version of Kubernetes, not a patch release.",
    remedy: "write it as in 1.35",
  },
  MESH0411: {
    name: "instance-types-invalid",
    level: "error",
    description: "An instance type does not exist, or one group has types that need different images.",
    remedy: "name types as in m7g.large, of one architecture a group, with GPUs or without",
  },
  MESH0412: {
    name: "node-setting-out-of-range",
    level: "error",
    description: "A number of a node group, or of the cluster, is out of AWS's range.",
    remedy: "use a number in the named range",
  },
  MESH0413: {
    name: "node-label-invalid",
    level: "error",
    description: "A node label is not valid in Kubernetes or EKS, or is reserved.",
    remedy:
      "use a key as in example.com/team, of at most 63 characters in all, and a value of 1 to 63 letters, digits, `-`, `_` and `.`",
  },
  MESH0414: {
    name: "node-taint-invalid",
    level: "error",
    description: "A node taint is not valid in Kubernetes or EKS, or is given twice.",
    remedy: "use a key as in example.com/dedicated, of at most 63 characters in all, once for every effect",
  },
  MESH0415: {
    name: "addon-invalid",
    level: "error",
    description: "An add-on's name or version is invalid, or an add-on that others need is left out.",
    remedy: "use names and versions as `aws eks describe-addon-versions` lists them",
  },
  MESH0416: {
    name: "cluster-access-invalid",
    level: "error",
    description: "An access entry of the Kubernetes API is invalid, grants no rights, or is missing.",
    remedy: "correct `accessEntries`",
  },
  MESH0417: {
    name: "auto-mode-contradicted",
    level: "error",
    description: "EKS Auto Mode creates nodes itself; settings for other nodes would have no effect.",
    remedy: "leave out `autoMode`, or the settings that contradict it",
  },
  MESH0418: {
    name: "control-plane-port-invalid",
    level: "error",
    description: "A port that the API server calls is invalid or already open.",
    remedy: "give a TCP port, 1-65535, that is not open already",
  },
  MESH0419: {
    name: "tag-invalid",
    level: "error",
    description:
      "A tag is too long, has invalid characters, begins with a reserved prefix, or exceeds the number that AWS allows.",
    remedy: "use at most 128 letters, digits and _.:/=+-@ for its key and 256 for its value",
  },
  MESH0420: {
    name: "cni-taint-one-sided",
    level: "error",
    description: "Istio's taint of new nodes and istiod's controller that removes it must be there together.",
    remedy: "set `cniTaint` of the cluster and `untaintNodes` of the control plane both, or neither",
  },
  MESH0421: {
    name: "ambient-probes-blocked",
    level: "error",
    description:
      "With security groups of pods enforced strictly, the kubelet's probes do not reach pods of an ambient mesh.",
    remedy: "leave POD_SECURITY_GROUP_ENFORCING_MODE out, or set it to standard",
  },
  MESH0422: {
    name: "images-unreachable",
    level: "error",
    description: "Nodes without a way to the internet cannot pull images from a public registry.",
    remedy: "set `controlPlane.hub` to a registry in ECR that holds them, or give the VPC NAT gateways",
  },
  MESH0423: {
    name: "addons-without-nodes",
    level: "warning",
    description: "Every node has a taint that an add-on does not tolerate, so `up` waits for it in vain.",
    remedy: "leave one group without taints, or give the add-ons tolerations by their `configuration`",
  },
  MESH0424: {
    name: "cluster-stack-unusable",
    level: "error",
    description: "The stack that provides the cluster's kubeconfig does not exist, or has no such output.",
    remedy: "name it as in organization/project/stack, and run `up` there first",
  },
  MESH0425: {
    name: "drain-timeout-invalid",
    level: "error",
    description: "The wait of a destroy is not a valid duration, or is longer than AWS ever needs.",
    remedy: "write it as in 15m, or use 0s to disable it",
  },
  MESH0426: {
    name: "cluster-not-drained",
    level: "error",
    description:
      "Resources that Kubernetes created in AWS still exist after the wait of a destroy. AWS does not remove the network under them.",
    remedy: "remove the Services, Ingresses or pods that own them, or remove them in AWS; then run destroy again",
  },
  MESH0427: {
    name: "cluster-protected",
    level: "error",
    description:
      "AWS refuses to delete the cluster. So neither a destroy nor another `clusterName` removes its resources.",
    remedy: "undo what would delete it, or set `deletionProtection: false` and run `up` first",
  },
  MESH0428: {
    name: "controller-chart-unusable",
    level: "error",
    description:
      "The chart of the AWS load balancer controller is not named, named twice, or on a cluster without its role.",
    remedy: "give a `version` as in 3.5.0, or a `folder` that contains the chart",
  },
  MESH0429: {
    name: "cluster-unchangeable",
    level: "error",
    description:
      "AWS cannot change this setting of an existing cluster. A new cluster of the same name can be created only after everything in the old one is gone.",
    remedy:
      "undo the change, or also change `clusterName`: the new cluster and its mesh are created before the old one is deleted",
  },
  MESH0430: {
    name: "instance-type-doubtful",
    level: "warning",
    description:
      "An instance type is misspelled, newer than the installed @pulumi/aws, retired by AWS, too small for a node's pods, or missing in a zone.",
    remedy: "correct it, or keep the value that AWS has",
  },
  MESH0431: {
    name: "kubernetes-not-offered",
    level: "error",
    description: "EKS does not offer this version of Kubernetes, or no longer does.",
    remedy: "use an available one",
  },
  MESH0432: {
    name: "kubernetes-support-over",
    level: "error",
    description:
      "EKS allows a Kubernetes version in extended support only with the policy EXTENDED. EKS has already upgraded a cluster with STANDARD.",
    remedy: "use a Kubernetes in standard support, or set `supportPolicy: EXTENDED`, which costs more",
  },
  MESH0433: {
    name: "kubernetes-support-ending",
    level: "warning",
    description:
      "Standard support of the Kubernetes version ends soon. EKS then upgrades the cluster, and `kubernetesVersion` no longer matches it.",
    remedy: "upgrade first to the next minor of `kubernetesVersion`, or set `supportPolicy: EXTENDED`",
  },
  MESH0434: {
    name: "aws-not-asked",
    level: "warning",
    description: "AWS did not list its versions, instance types or zones, so these were not checked.",
    remedy: "grant the named action to the identity that runs this",
  },
  MESH0435: {
    name: "not-offered-there",
    level: "error",
    description: "AWS has no such zone or instance type in the region, or EKS does not allow the zone.",
    remedy: "use one that AWS offers there",
  },
  MESH0436: {
    name: "aws-identifier-invalid",
    level: "error",
    description:
      "An ARN or an ID is invalid, names another kind of resource, or belongs to another AWS region or partition.",
    remedy: "copy it from AWS",
  },
  MESH0437: {
    name: "pod-role-invalid",
    level: "error",
    description: "A role is for an invalid service account, or for one that already has a role.",
    remedy: "name a namespace and a service account, each account once",
  },
  MESH0438: {
    name: "cluster-argument-malformed",
    level: "error",
    description: "An argument of `EksCluster` is missing, unknown, or of another type.",
    remedy: "write it as the types of `EksClusterArgs` say",
  },
  MESH0439: {
    name: "nodes-none-at-first",
    level: "warning",
    description: "All node groups start empty, so the autoscaler that creates nodes has no node to run on.",
    remedy: "give one group a `minSize` or a `desiredSize` of 1 or more",
  },
  MESH0440: {
    name: "addon-doubtful",
    level: "warning",
    description: "An add-on is not available in the cluster's region.",
    remedy: "ask `aws eks describe-addon-versions` there, or leave it out",
  },
  MESH0441: {
    name: "vpc-range-public",
    level: "warning",
    description: "A VPC has addresses of the internet, so nothing in it reaches the hosts that have them there.",
    remedy: "use a range of 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16 or 100.64.0.0/10",
  },
  MESH0442: {
    name: "existing-role-invalid",
    level: "error",
    description: "An existing role is for nothing that the cluster has, or the path of roles is invalid.",
    remedy: "leave it out, or correct it",
  },
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
    remedy: "write it as in https://docs.aws.amazon.com/eks/latest/userguide/auto-configure-nlb.html",
  },
  MESH0494: {
    name: "load-balancer-annotation-doubtful",
    level: "warning",
    description:
      "EKS Auto Mode creates the load balancer of a Service, and AWS lists one of its annotations as supported and as not supported.",
    remedy: "write it as in https://docs.aws.amazon.com/eks/latest/userguide/auto-configure-nlb.html",
  },
  MESH0495: {
    name: "storage-class-invalid",
    level: "error",
    description: "The name of a StorageClass is not valid, or the cluster has no driver for it.",
    remedy: "correct `storageClass`, or leave it out",
  },
  MESH0496: {
    name: "load-balancer-class-by-default",
    level: "info",
    description:
      "A Service of type LoadBalancer has no class. EKS Auto Mode sets its own class only when it creates the Service. An existing Service that becomes a LoadBalancer gets a Classic Load Balancer.",
    remedy: "set `spec.loadBalancerClass` to the class of EKS Auto Mode",
  },
} as const satisfies Record<string, CodeFacts>;
