/** What a kubeconfig says of an EKS cluster. */
export interface EksAccess {
  clusterName: string;
  region: string;
  /** URL of the API server. */
  endpoint: string;
  /** Its certificate authority, PEM in base64. */
  certificateAuthority: string;
  /** ARN of a role to assume first. */
  roleArn?: string;
  /** Profile of the AWS configuration. */
  profile?: string;
}

/**
 * A kubeconfig that asks the AWS CLI for a token each time: tokens live 15 minutes, and none is kept here, so whoever reads
 * this text gets into the cluster only by AWS credentials of their own.
 */
export function computeEksKubeconfig(access: EksAccess): string {
  const { clusterName, region, endpoint, certificateAuthority, roleArn, profile } = access;
  const exec = {
    apiVersion: "client.authentication.k8s.io/v1beta1",
    command: "aws",
    args: [
      ...["--region", region, "eks", "get-token", "--cluster-name", clusterName, "--output", "json"],
      ...(roleArn === undefined ? [] : ["--role-arn", roleArn]),
    ],
    env: profile === undefined ? null : [{ name: "AWS_PROFILE", value: profile }],
    interactiveMode: "Never",
    provideClusterInfo: false,
  };
  return JSON.stringify({
    apiVersion: "v1",
    kind: "Config",
    clusters: [
      { name: clusterName, cluster: { server: endpoint, "certificate-authority-data": certificateAuthority } },
    ],
    contexts: [{ name: clusterName, context: { cluster: clusterName, user: clusterName } }],
    users: [{ name: clusterName, user: { exec } }],
    "current-context": clusterName,
  });
}
