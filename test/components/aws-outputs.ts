/** What AWS, or the engine itself, would add to a resource's inputs, as far as our components read it. Ids are `<name>-id`, as of everything here. */
export function computeAwsOutputs(type: string, name: string, inputs: Record<string, any>): Record<string, unknown> {
  return outputs[type]?.(name, inputs) ?? {};
}

/** What AWS would answer to a function. */
export function answerAws(token: string, inputs: Record<string, any>): Record<string, unknown> | undefined {
  return answers[token]?.(inputs);
}

/** EKS's versions of Kubernetes, of which the first two are in extended support. No test is to depend on its day. */
const kubernetes = ["1.32", "1.33", "1.34", "1.35", "1.36"].map((clusterVersion, index) => ({
  clusterVersion,
  versionStatus: index < 2 ? "EXTENDED_SUPPORT" : "STANDARD_SUPPORT",
  endOfStandardSupportDate: index < 2 ? "2026-07-29T00:00:00Z" : "2999-01-01T00:00:00Z",
}));

const answers: Readonly<Record<string, (inputs: Record<string, any>) => Record<string, unknown>>> = {
  "aws:eks/getAddonVersion:getAddonVersion": ({ addonName, kubernetesVersion, mostRecent }) => ({
    version: `${addonName} ${mostRecent === true ? "latest" : "default"} for ${kubernetesVersion}`,
  }),
  "aws:eks/getClusterVersions:getClusterVersions": () => ({ clusterVersions: kubernetes }),
  "aws:index/getAvailabilityZones:getAvailabilityZones": ({ region }) => ({
    names: ["a", "b", "c"].map((letter) => `${region}${letter}`),
    zoneIds: ["az1", "az2", "az3"],
  }),
  // Every type is in every zone.
  "aws:ec2/getInstanceTypeOfferings:getInstanceTypeOfferings": ({ filters, region }) => {
    const types = (filters as { values: string[] }[]).flatMap(({ values }) => values);
    const pairs = types.flatMap((type) => ["a", "b", "c"].map((letter) => [type, `${region}${letter}`]));
    return { instanceTypes: pairs.map(([type]) => type), locations: pairs.map(([, zone]) => zone) };
  },
  "aws:eks/getAccessPolicies:getAccessPolicies": () => ({
    accessPolicies: ["ClusterAdmin", "Admin", "Edit", "View"].map((name) => ({ name: `AmazonEKS${name}Policy` })),
  }),
  "aws:ssm/getParameter:getParameter": ({ name }) => ({ insecureValue: `newest of ${name}` }),
  "aws:ec2/getVpc:getVpc": ({ id }) => {
    if (id === "vpc-denied") throw new Error("not authorized");
    return { cidrBlockAssociations: [{ cidrBlock: "10.0.0.0/16" }] };
  },
};

const outputs: Readonly<Record<string, (name: string, inputs: Record<string, any>) => Record<string, unknown>>> = {
  "pulumi:index:Stash": (_, { input }) => ({ output: input }),
  "aws:ec2/launchTemplate:LaunchTemplate": () => ({ latestVersion: 7 }),
  "aws:iam/role:Role": (name) => ({ name, arn: `arn:aws:iam::123456789012:role/${name}` }),
  "aws:cloudwatch/logGroup:LogGroup": (_, { name }) => ({
    arn: `arn:aws:logs:eu-west-1:123456789012:log-group:${name}`,
  }),
  "aws:kms/key:Key": (name) => ({ arn: `arn:aws:kms:eu-west-1:123456789012:key/${name}`, keyId: name }),
  "aws:eks/cluster:Cluster": (name, { vpcConfig }) => ({
    arn: `arn:aws:eks:eu-west-1:123456789012:cluster/${name}`,
    endpoint: `https://${name}.eks.example`,
    certificateAuthority: { data: "Q0E=" },
    vpcConfig: { ...vpcConfig, clusterSecurityGroupId: `${name}-group` },
  }),
};
