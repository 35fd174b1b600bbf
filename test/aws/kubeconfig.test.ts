// Does not prove that the AWS CLI gives a token.
import { expect, it } from "vitest";
import { computeEksKubeconfig } from "../../src/aws/kubeconfig.js";
import { selectContext } from "../../src/cluster-access/kubeconfig.js";

const access = {
  clusterName: "prod",
  region: "eu-west-1",
  endpoint: "https://prod.eks.example",
  certificateAuthority: "Q0E=",
};

it("asks the AWS CLI for a token, and holds none", () => {
  expect(JSON.parse(computeEksKubeconfig(access))).toEqual({
    apiVersion: "v1",
    kind: "Config",
    clusters: [{ name: "prod", cluster: { server: "https://prod.eks.example", "certificate-authority-data": "Q0E=" } }],
    contexts: [{ name: "prod", context: { cluster: "prod", user: "prod" } }],
    users: [
      {
        name: "prod",
        user: {
          exec: {
            apiVersion: "client.authentication.k8s.io/v1beta1",
            command: "aws",
            args: ["--region", "eu-west-1", "eks", "get-token", "--cluster-name", "prod", "--output", "json"],
            env: null,
            interactiveMode: "Never",
            provideClusterInfo: false,
          },
        },
      },
    ],
    "current-context": "prod",
  });
});

it("for a role, by a profile", () => {
  const { exec } = JSON.parse(computeEksKubeconfig({ ...access, roleArn: "arn:role", profile: "ops" })).users[0].user;
  expect(exec.args.slice(-2)).toEqual(["--role-arn", "arn:role"]);
  expect(exec.env).toEqual([{ name: "AWS_PROFILE", value: "ops" }]);
});

it("is a kubeconfig that ExistingCluster takes", () => {
  const source = { text: computeEksKubeconfig(access), file: "eks", folder: "/" };
  expect(selectContext(source, undefined).findings).toEqual([]);
});
