/** What AWS, or the engine itself, would add to a resource's inputs, as far as our components read it. Ids are `<name>-id`, as of everything here. */
export function computeAwsOutputs(type: string, name: string, inputs: Record<string, any>): Record<string, unknown> {
  return outputs[type]?.(name, inputs) ?? {};
}

/** What AWS would answer to a function. */
export function answerAws(token: string, inputs: Record<string, any>): Record<string, unknown> | undefined {
  if (token !== "aws:eks/getAddonVersion:getAddonVersion") return undefined;
  const { addonName, kubernetesVersion, mostRecent } = inputs;
  return { version: `${addonName} ${mostRecent === true ? "latest" : "default"} for ${kubernetesVersion}` };
}

const outputs: Readonly<Record<string, (name: string, inputs: Record<string, any>) => Record<string, unknown>>> = {
  "pulumi:index:Stash": (_, { input }) => ({ output: input }),
  "aws:ec2/launchTemplate:LaunchTemplate": () => ({ latestVersion: 7 }),
  "aws:iam/role:Role": (name) => ({ name, arn: `arn:aws:iam::123456789012:role/${name}` }),
  "aws:kms/key:Key": (name) => ({ arn: `arn:aws:kms:eu-west-1:123456789012:key/${name}`, keyId: name }),
  "aws:eks/cluster:Cluster": (name, { vpcConfig }) => ({
    arn: `arn:aws:eks:eu-west-1:123456789012:cluster/${name}`,
    endpoint: `https://${name}.eks.example`,
    certificateAuthority: { data: "Q0E=" },
    vpcConfig: { ...vpcConfig, clusterSecurityGroupId: `${name}-group` },
  }),
};
