// The AWS load balancer controller that is installed with a cluster, with Pulumi's mocks. Its chart is a small stand-in, because the real one could
// not be fetched: that it has these values and objects is not proven.
import { describe, expect, it } from "vitest";
import { EksCluster } from "../../src/components/eks-cluster.js";
import type { EksClusterArgs } from "../../src/components/eks/args.js";
import { find as findProblems, says } from "../aws/find-problems.js";
import { leastSettings } from "../aws/settings.js";
import { find, list, runProgram, useFolders } from "./engine.js";

useFolders();

const chart = { version: "3.5.0" };
const make = (args: Partial<EksClusterArgs> = {}, preview = false) =>
  runProgram(() => {
    const cluster = new EksCluster("eks", { ...leastSettings, loadBalancerControllerChart: chart, ...args });
    return { kubeconfig: cluster.kubeconfig };
  }, preview);
const prefix = "eks-load-balancer-controller";
const deployment = `${prefix}-Deployment/kube-system/aws-load-balancer-controller`;

describe("the chart", () => {
  it("is rendered for this cluster, with the account that the role is bound to", async () => {
    const { renderings, ...run } = await make();
    expect(renderings.map(({ options }) => options)).toEqual([
      {
        chart: "aws-load-balancer-controller",
        version: "3.5.0",
        fetch_opts: { repo: "https://aws.github.io/eks-charts" },
        release_name: "aws-load-balancer-controller",
        namespace: "kube-system",
        values: {
          clusterName: "prod",
          region: "eu-west-1",
          vpcId: "vpc-of-this-cluster",
          serviceAccount: { create: true, name: "aws-load-balancer-controller" },
          enableShield: false,
          enableWaf: false,
          enableWafv2: false,
        },
        kube_version: "1.34.0",
        api_versions: expect.any(Array) as string[],
      },
    ]);
    const { namespace, serviceAccount } = find({ renderings, ...run }, prefix, "PodIdentityAssociation").inputs;
    expect([namespace, serviceAccount]).toEqual(["kube-system", "aws-load-balancer-controller"]);
  });

  it("comes from a folder where there is no internet, and takes further values", async () => {
    const { renderings } = await make({
      loadBalancerControllerChart: { folder: "/charts", values: { replicaCount: 1 } },
    });
    expect(renderings[0]?.options).toMatchObject({ path: "/charts", values: { replicaCount: 1, clusterName: "prod" } });
    expect(renderings[0]?.options.version).toBeUndefined();
  });

  it("gives load balancers the cluster's tags", async () => {
    const { renderings } = await make({ tags: { team: "shop" } });
    expect(renderings[0]?.options.values.defaultTags).toEqual({ team: "shop" });
  });

  it("tolerates Istio's taint, or the mesh would wait for it and it for the mesh", async () => {
    const run = await make({ cniTaint: true });
    const { tolerations } = find(run, deployment).inputs.spec.template.spec;
    expect(tolerations).toEqual([{ key: "cni.istio.io/not-ready", operator: "Exists" }]);
  });
});

describe("its objects", () => {
  it("name the VPC that is made with the cluster", async () => {
    const { args } = find(await make(), deployment).inputs.spec.template.spec.containers[0];
    expect(args).toContain("--aws-vpc-id=eks-vpc-id");
  });

  it("are listed in a preview, while cluster and VPC are unknown", async () => {
    const objects = [
      "kubernetes:admissionregistration.k8s.io/v1:MutatingWebhookConfiguration eks-load-balancer-controller-MutatingWebhookConfiguration/aws-load-balancer-webhook",
      "kubernetes:apps/v1:Deployment eks-load-balancer-controller-Deployment/kube-system/aws-load-balancer-controller",
      "kubernetes:core/v1:Secret eks-load-balancer-controller-Secret/kube-system/webhook-tls",
      "kubernetes:core/v1:ServiceAccount eks-load-balancer-controller-ServiceAccount/kube-system/aws-load-balancer-controller",
    ];
    for (const run of [await make({}, true), await make()]) {
      expect(
        list(run)
          .filter((line) => line.startsWith("kubernetes:"))
          .sort(),
      ).toEqual(objects);
    }
  });

  it("have one certificate: that in the state, which a later rendering does not change", async () => {
    const run = await make();
    const stash = find(run, `${prefix}-certificate`, "Stash");
    expect(stash.ignoreChanges).toEqual(["input"]);
    const { secret: data } = find(run, `${prefix}-Secret/kube-system/webhook-tls`).inputs.data;
    expect(stash.inputs.input).toEqual({ secret: data });
    const webhooks = find(run, `${prefix}-MutatingWebhookConfiguration/aws-load-balancer-webhook`).inputs.webhooks;
    expect(webhooks[0].clientConfig).toMatchObject({ caBundle: data["ca.crt"], service: { name: "webhook" } });
  });

  it("are on a provider of their own, which the mesh's comes after", async () => {
    const run = await make();
    expect(find(run, deployment).provider).toBe(`${prefix}-provider`);
    expect(find(run, "eks-provider").dependsOn).toContain(deployment);
    expect(find(run, `${prefix}-provider`).dependsOn).toContain("eks-coredns");
  });
});

describe("a chart that cannot be installed", () => {
  it.each<[string, object, string]>([
    [
      "with Auto Mode",
      { autoMode: true, loadBalancerControllerChart: chart },
      "is given, but the cluster has no role for the controller",
    ],
    [
      "without its role",
      { loadBalancerController: false, loadBalancerControllerChart: chart },
      "is given, but the cluster has no role for the controller",
    ],
  ])("%s", (_, settings, message) => {
    const remedy = "leave it out, or `autoMode` and `loadBalancerController`";
    expect(findProblems(settings)).toEqual([says("MESH0428", `\`loadBalancerControllerChart\` ${message}`, remedy)]);
  });

  const closed = { vpc: { zones: ["eu-west-1a", "eu-west-1b"], natGateways: "none" } };
  const remedy = "set `values.image.repository` to a repository in ECR that holds it, or give the VPC NAT gateways";

  it.each<[object, string]>([
    [chart, "public.ecr.aws/eks/aws-load-balancer-controller"],
    [{ ...chart, values: { image: { repository: "registry.k8s.io/alb" } } }, "registry.k8s.io/alb"],
  ])("whose image nodes without a way to the internet cannot pull: %j", (given, image) => {
    const message = `\`loadBalancerControllerChart.values\` pulls the image ${image}, which nodes cannot reach: \`vpc.natGateways\` is "none"`;
    expect(findProblems({ ...closed, loadBalancerControllerChart: given })).toEqual([
      says("MESH0422", message, remedy),
    ]);
  });

  it("but not where the image is in a registry of AWS", () => {
    const values = { image: { repository: "602401143452.dkr.ecr.eu-west-1.amazonaws.com/amazon/alb" } };
    expect(findProblems({ ...closed, loadBalancerControllerChart: { ...chart, values } })).toEqual([]);
  });

  it.each<[object, string]>([
    [{}, "` has neither `version` nor `folder`"],
    [{ version: "3.5.0", folder: "charts" }, "` has both `version` and `folder`"],
    [{ version: "latest" }, '.version` is "latest", which is not a version of a chart'],
  ])("%j", (given, message) => {
    const expected = says("MESH0428", `\`loadBalancerControllerChart${message}`);
    expect(findProblems({ loadBalancerControllerChart: given })).toEqual([expected]);
  });
});
