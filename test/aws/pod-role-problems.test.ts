// Does not prove that there is such an account in the cluster: it may come later.
import { expect, it } from "vitest";
import { find, says } from "./find-problems.js";

const policies = { read: "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess" };
const role = (settings: object) => ({
  podRoles: { web: { namespace: "shop", serviceAccount: "web", policies, ...settings } },
});

it.each<[object, string]>([
  [
    role({ namespace: "Bad NS" }),
    says("MESH0437", '`podRoles.web.namespace` is "Bad NS", which is not a name of a namespace'),
  ],
  [
    role({ serviceAccount: "Web" }),
    says("MESH0437", '`podRoles.web.serviceAccount` is "Web", which is not a name of a service account'),
  ],
  [
    role({ namespace: "kube-system", serviceAccount: "aws-load-balancer-controller" }),
    says(
      "MESH0437",
      "`podRoles.web` is for kube-system/aws-load-balancer-controller, which has the role of the load balancer controller already",
    ),
  ],
  [
    role({ namespace: "kube-system", serviceAccount: "aws-node" }),
    says("MESH0437", "`podRoles.web` is for kube-system/aws-node, which has the role of the add-on vpc-cni already"),
  ],
  [
    { podRoles: { ...role({}).podRoles, other: role({}).podRoles.web } },
    says("MESH0437", "`podRoles.other` is for shop/web, which has the role of `podRoles.web` already"),
  ],
  [
    role({ policies: { read: "AmazonS3ReadOnlyAccess" } }),
    says("MESH0436", '`podRoles.web.policies.read` is "AmazonS3ReadOnlyAccess", which is not an ARN of an IAM policy'),
  ],
])("%j", (settings, expected) => {
  expect(find(settings)).toEqual([expected]);
});

it.each<object>([
  role({}),
  role({
    serviceAccount: "web.v1",
    policies: { own: "arn:aws:iam::123456789012:policy/team/own", later: Promise.resolve("") },
  }),
  // Auto Mode has no such add-on, and no controller of ours.
  { ...role({ namespace: "kube-system", serviceAccount: "aws-load-balancer-controller" }), autoMode: true },
])("%j", (settings) => {
  expect(find(settings)).toEqual([]);
});
