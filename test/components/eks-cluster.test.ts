// Pulumi's mocks. Does not prove that AWS makes any of this: no account could be used. That the engine creates, updates and
// destroys it in the right order is the stand-in provider's to prove.
import * as pulumi from "@pulumi/pulumi";
import { expect, it } from "vitest";
import { EksCluster } from "../../src/components/eks-cluster.js";
import type { EksClusterArgs } from "../../src/components/eks/args.js";
import { leastSettings } from "../aws/settings.js";
import { find, list, runProgram } from "./engine.js";

const make = (args: Partial<EksClusterArgs> = {}) =>
  runProgram(() => ({ kubeconfig: new EksCluster("eks", { ...leastSettings, ...args }).kubeconfig }));

const existingVpc = { vpcId: "vpc-1", privateSubnetIds: ["subnet-1", "subnet-2"] };
const inExisting = { vpc: undefined, privateAccessCidrs: undefined, existingVpc };

it("has exactly these children", async () => {
  expect(list(await make())).toMatchInlineSnapshot(`
    [
      "pulumi-istio:index:EksCluster eks",
      "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule eks-api-from-192-168-0-0-16",
      "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule eks-api-from-nodes",
      "aws:eks/addon:Addon eks-aws-ebs-csi-driver",
      "aws:iam/role:Role eks-aws-ebs-csi-driver",
      "aws:iam/rolePolicyAttachment:RolePolicyAttachment eks-aws-ebs-csi-driver-AmazonEBSCSIDriverPolicyV2",
      "aws:eks/cluster:Cluster eks-cluster",
      "aws:iam/role:Role eks-cluster",
      "aws:iam/rolePolicy:RolePolicy eks-cluster",
      "aws:iam/rolePolicyAttachment:RolePolicyAttachment eks-cluster-AmazonEKSClusterPolicy",
      "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule eks-control-plane-https",
      "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule eks-control-plane-istiod-webhook",
      "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule eks-control-plane-istiod-xds",
      "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule eks-control-plane-kubelet",
      "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule eks-control-plane-load-balancer-controller",
      "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule eks-control-plane-metrics-server",
      "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule eks-control-plane-metrics-server-chart",
      "aws:eks/addon:Addon eks-coredns",
      "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup eks-default-security-group",
      "aws:eks/addon:Addon eks-eks-pod-identity-agent",
      "aws:ec2/internetGateway:InternetGateway eks-internet-gateway",
      "aws:kms/alias:Alias eks-key",
      "aws:kms/key:Key eks-key",
      "aws:eks/addon:Addon eks-kube-proxy",
      "aws:eks/podIdentityAssociation:PodIdentityAssociation eks-load-balancer-controller",
      "aws:iam/role:Role eks-load-balancer-controller",
      "aws:iam/rolePolicy:RolePolicy eks-load-balancer-controller",
      "aws:cloudwatch/logGroup:LogGroup eks-logs",
      "aws:ec2/eip:Eip eks-nat-eu-west-1a",
      "aws:ec2/natGateway:NatGateway eks-nat-eu-west-1a",
      "aws:ec2/eip:Eip eks-nat-eu-west-1b",
      "aws:ec2/natGateway:NatGateway eks-nat-eu-west-1b",
      "aws:ec2/securityGroup:SecurityGroup eks-nodes",
      "aws:iam/role:Role eks-nodes",
      "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule eks-nodes",
      "aws:iam/rolePolicyAttachment:RolePolicyAttachment eks-nodes-AmazonEC2ContainerRegistryPullOnly",
      "aws:iam/rolePolicyAttachment:RolePolicyAttachment eks-nodes-AmazonEKSWorkerNodePolicy",
      "aws:ec2/launchTemplate:LaunchTemplate eks-nodes-default",
      "aws:eks/nodeGroup:NodeGroup eks-nodes-default",
      "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule eks-nodes-out",
      "aws:ec2/routeTable:RouteTable eks-private-eu-west-1a",
      "aws:ec2/routeTableAssociation:RouteTableAssociation eks-private-eu-west-1a",
      "aws:ec2/subnet:Subnet eks-private-eu-west-1a",
      "aws:ec2/route:Route eks-private-eu-west-1a-internet",
      "aws:ec2/routeTable:RouteTable eks-private-eu-west-1b",
      "aws:ec2/routeTableAssociation:RouteTableAssociation eks-private-eu-west-1b",
      "aws:ec2/subnet:Subnet eks-private-eu-west-1b",
      "aws:ec2/route:Route eks-private-eu-west-1b-internet",
      "pulumi:providers:kubernetes eks-provider",
      "aws:ec2/routeTable:RouteTable eks-public",
      "aws:ec2/routeTableAssociation:RouteTableAssociation eks-public-eu-west-1a",
      "aws:ec2/subnet:Subnet eks-public-eu-west-1a",
      "aws:ec2/routeTableAssociation:RouteTableAssociation eks-public-eu-west-1b",
      "aws:ec2/subnet:Subnet eks-public-eu-west-1b",
      "aws:ec2/route:Route eks-public-internet",
      "aws:ec2/vpcEndpoint:VpcEndpoint eks-s3-endpoint",
      "aws:ec2/vpc:Vpc eks-vpc",
      "aws:eks/addon:Addon eks-vpc-cni",
      "aws:iam/role:Role eks-vpc-cni",
      "aws:iam/rolePolicyAttachment:RolePolicyAttachment eks-vpc-cni-AmazonEKS_CNI_Policy",
    ]
  `);
});

it("in a VPC that is there, makes no network", async () => {
  const run = await make(inExisting);
  expect(list(run).filter((line) => line.startsWith("aws:ec2/"))).toMatchInlineSnapshot(`
    [
      "aws:ec2/securityGroup:SecurityGroup eks-nodes",
      "aws:ec2/launchTemplate:LaunchTemplate eks-nodes-default",
    ]
  `);
  expect(find(run, "eks-cluster").inputs.vpcConfig.subnetIds).toEqual(["subnet-1", "subnet-2"]);
  expect(find(run, "eks-nodes", "SecurityGroup").inputs.vpcId).toBe("vpc-1");
});

it("registers the cluster with every setting", async () => {
  expect(find(await make(), "eks-cluster", "Cluster").inputs).toMatchInlineSnapshot(`
    {
      "accessConfig": {
        "authenticationMode": "API",
        "bootstrapClusterCreatorAdminPermissions": true,
      },
      "bootstrapSelfManagedAddons": false,
      "deletionProtection": true,
      "enabledClusterLogTypes": [
        "api",
        "audit",
        "authenticator",
        "controllerManager",
        "scheduler",
      ],
      "encryptionConfig": {
        "provider": {
          "keyArn": "arn:aws:kms:eu-west-1:123456789012:key/eks-key",
        },
        "resources": [
          "secrets",
        ],
      },
      "kubernetesNetworkConfig": {
        "ipFamily": "ipv4",
      },
      "name": "prod",
      "region": "eu-west-1",
      "roleArn": "arn:aws:iam::123456789012:role/eks-cluster",
      "tags": {
        "Name": "prod-cluster",
      },
      "upgradePolicy": {
        "supportType": "STANDARD",
      },
      "version": "1.34",
      "vpcConfig": {
        "endpointPrivateAccess": true,
        "endpointPublicAccess": false,
        "subnetIds": [
          "eks-private-eu-west-1a-id",
          "eks-private-eu-west-1b-id",
        ],
      },
    }
  `);
});

it("makes nodes of a launch template", async () => {
  const run = await make({
    nodeGroups: { workers: { system: "Bottlerocket", capacityType: "SPOT", labels: { a: "b" } } },
  });
  expect(find(run, "eks-nodes-workers", "NodeGroup").inputs).toMatchInlineSnapshot(`
    {
      "amiType": "BOTTLEROCKET_x86_64",
      "capacityType": "SPOT",
      "clusterName": "prod",
      "instanceTypes": [
        "m6i.large",
      ],
      "labels": {
        "a": "b",
      },
      "launchTemplate": {
        "id": "eks-nodes-workers-id",
        "version": "7",
      },
      "nodeRoleArn": "arn:aws:iam::123456789012:role/eks-nodes",
      "region": "eu-west-1",
      "scalingConfig": {
        "desiredSize": 2,
        "maxSize": 4,
        "minSize": 2,
      },
      "subnetIds": [
        "eks-private-eu-west-1a-id",
        "eks-private-eu-west-1b-id",
      ],
      "tags": {
        "Name": "prod-nodes-workers",
      },
      "taints": [],
      "updateConfig": {
        "maxUnavailablePercentage": 33,
      },
      "version": "1.34",
    }
  `);
  expect(find(run, "eks-nodes-workers", "LaunchTemplate").inputs).toMatchInlineSnapshot(`
    {
      "blockDeviceMappings": [
        {
          "deviceName": "/dev/xvda",
          "ebs": {
            "deleteOnTermination": "true",
            "encrypted": "true",
            "volumeType": "gp3",
          },
        },
        {
          "deviceName": "/dev/xvdb",
          "ebs": {
            "deleteOnTermination": "true",
            "encrypted": "true",
            "volumeSize": 50,
            "volumeType": "gp3",
          },
        },
      ],
      "metadataOptions": {
        "httpEndpoint": "enabled",
        "httpPutResponseHopLimit": 1,
        "httpTokens": "required",
      },
      "region": "eu-west-1",
      "tagSpecifications": [
        {
          "resourceType": "instance",
          "tags": {
            "Name": "prod-nodes-workers",
          },
        },
        {
          "resourceType": "volume",
          "tags": {
            "Name": "prod-nodes-workers",
          },
        },
        {
          "resourceType": "network-interface",
          "tags": {
            "Name": "prod-nodes-workers",
          },
        },
      ],
      "tags": {
        "Name": "prod-nodes-workers",
      },
      "updateDefaultVersion": true,
      "vpcSecurityGroupIds": [
        "eks-nodes-id",
      ],
    }
  `);
});

it("gives a kubeconfig without a token, and a provider that stays while the cluster's name does", async () => {
  const run = await make({ credentials: { roleArn: "arn:aws:iam::123456789012:role/deployer" } });
  const { kubeconfig, ...provider } = find(run, "eks-provider").inputs;
  expect(provider).toEqual({
    clusterIdentifier: "prod",
    enableServerSideApply: "true",
    enableConfigMapMutable: "true",
    enableSecretMutable: "true",
  });
  const { clusters, users } = JSON.parse(kubeconfig.secret);
  expect(clusters[0].cluster).toEqual({
    server: "https://eks-cluster.eks.example",
    "certificate-authority-data": "Q0E=",
  });
  expect(users[0].user.exec.args.slice(-2)).toEqual(["--role-arn", "arn:aws:iam::123456789012:role/deployer"]);
  expect(Object.keys(users[0].user)).toEqual(["exec"]);
  expect(find(run, "eks", "EksCluster").outputs?.kubeconfig).toEqual({ secret: kubeconfig.secret });
});

it("registers nothing where settings are wrong, and says all of it", async () => {
  const run = await runProgram(() => {
    const wrong = { ...leastSettings, vpc: { zones: ["eu-west-1a"] }, privateAccessCidrs: [] };
    expect(() => new EksCluster("eks", wrong)).toThrow(
      new pulumi.RunError(
        [
          "error MESH0403: `vpc.zones` has 1, but EKS needs two at least; name at least two zones, as in eu-west-1a and eu-west-1b",
          "error MESH0408: `publicAccessCidrs` is empty, and the private endpoint is in a new VPC; give `publicAccessCidrs`, or `privateAccessCidrs` with the network that a VPN or a peering brings in",
        ].join("\n"),
      ),
    );
    return {};
  });
  expect(list(run)).toEqual([]);
});

it("is in its region and has its tags, wherever AWS knows of them", async () => {
  const run = await make({ tags: { team: "shop" } });
  const ofAws = run.resources.filter(({ type }) => type.startsWith("aws:"));
  const global = ["aws:iam/", "aws:kms/alias:"];
  const elsewhere = ofAws.filter(
    ({ type, inputs }) => inputs.region !== "eu-west-1" && !global.some((prefix) => type.startsWith(prefix)),
  );
  expect(elsewhere.map(({ name, type }) => `${type} ${name}`)).toEqual([]);
  const untaggable = /:(Route|RouteTableAssociation|RolePolicy|RolePolicyAttachment|Alias)$/;
  const untagged = ofAws.filter(({ type, inputs }) => !untaggable.test(type) && inputs.tags?.team !== "shop");
  expect(untagged.map(({ name, type }) => `${type} ${name}`)).toEqual([]);
});
