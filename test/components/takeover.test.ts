// Pulumi's mocks, small charts and an API server of our own. Does not prove that the engine stops by the hooks, nor what a provider
// writes over: test/e2e/takeover.test.ts does.
import * as pulumi from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import { ControlPlane, type ControlPlaneArgs } from "../../src/components/control-plane.js";
import { Gateway } from "../../src/components/gateway.js";
import { computeKubeconfig, withApiServer, type Handler } from "./api-server.js";
import { find, runProgram, useFolders, type Run } from "./engine.js";

useFolders();

const helm = {
  annotations: { "meta.helm.sh/release-name": "istiod", "meta.helm.sh/release-namespace": "istio-system" },
  managedFields: [{ manager: "helm" }],
};
const kubectl = { managedFields: [{ manager: "kubectl-client-side-apply" }] };
const own = { managedFields: [{ manager: "pulumi-kubernetes-0b1c2d3e" }] };

const deployment = "/apis/apps/v1/namespaces/istio-system/deployments/istiod";
const definition = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions/gateways.networking.istio.io";
const role = "/apis/rbac.authorization.k8s.io/v1/clusterroles/istiod";
const gateway = "/apis/apps/v1/namespaces/istio-system/deployments/ingress";

const names: Readonly<Record<string, Record<string, string>>> = {
  "/api/v1": { ServiceAccount: "serviceaccounts", Service: "services" },
  "/apis/apps/v1": { Deployment: "deployments" },
  "/apis/rbac.authorization.k8s.io/v1": { ClusterRole: "clusterroles", ClusterRoleBinding: "clusterrolebindings" },
  "/apis/apiextensions.k8s.io/v1": { CustomResourceDefinition: "customresourcedefinitions" },
};

/** A cluster with these objects, by path. */
function answer(objects: Readonly<Record<string, object>>): Handler {
  return (request) => {
    const path = request.replace("GET ", "");
    const kinds = Object.entries(names[path] ?? {});
    if (kinds.length > 0) {
      const resources = kinds.map(([kind, name]) => ({
        kind,
        name,
        namespaced: !kind.startsWith("Cluster") && kind !== "CustomResourceDefinition",
      }));
      return { status: 200, body: { resources } };
    }
    const metadata = objects[path];
    return metadata === undefined
      ? { status: path.endsWith("secret") ? 403 : 404, body: { message: "not found" } }
      : { status: 200, body: { metadata } };
  };
}

const remedyOf = (parts: string) =>
  `set \`adopt: true\` for ${parts} if this stack must manage it from now on, or choose another cluster`;
const message = (what: string, parts: string) =>
  `error MESH0148: the cluster has an Istio that is not this stack's. ${what}; ${remedyOf(parts)}`;

type Asked = [hook: string, inputs: object];
const ofPlane = (inputs: object): Asked => ["ControlPlane/istio-takeover", inputs];
const home = ofPlane({ namespace: "istio-system" });
const istiod = ofPlane(object("apps/v1", "Deployment", "istiod", "istio-system"));
const rights = ofPlane(object("rbac.authorization.k8s.io/v1", "ClusterRole", "istiod"));
const ingress: Asked = ["Gateway/ingress-takeover", object("apps/v1", "Deployment", "ingress", "istio-system")];

function object(apiVersion: string, kind: string, name: string, namespace?: string): object {
  return { apiVersion, kind, metadata: { name, ...(namespace === undefined ? {} : { namespace }) } };
}

/** What the hooks say where the engine is about to create these, one after the other. */
async function ask(
  objects: Readonly<Record<string, object>>,
  asked: readonly Asked[],
  { preview = true, args = {} }: { preview?: boolean; args?: Partial<ControlPlaneArgs> } = {},
): Promise<{ said: (string | undefined)[]; requests: string[]; run?: Run }> {
  const said: (string | undefined)[] = [];
  let run: Run | undefined;
  const requests = await withApiServer(answer(objects), async (kubeconfig) => {
    run = await runProgram(async ({ hooks, resources }) => {
      new ControlPlane("istio", { kubeconfig, ...args });
      new Gateway("ingress", { kubeconfig, controlPlaneNamespace: "istio-system" });
      await expect.poll(() => resources.map(({ name }) => name)).toContain("ingress-Deployment/istio-system/ingress");
      for (const [hook, inputs] of asked) said.push(await hooks[hook]?.call(inputs));
      return {};
    }, preview);
  });
  return { said, requests, run };
}

const roleOfHelm = "ClusterRole istiod and 1 more of the Helm release istio-system/istiod";
const definitionOfKubectl =
  "CustomResourceDefinition gateways.networking.istio.io of the field manager kubectl-client-side-apply";

describe("an Istio of somebody else", () => {
  const objects = { [deployment]: helm, [role]: helm, [definition]: kubectl, [gateway]: kubectl };
  const all = message(
    `the control plane: ${roleOfHelm}, ${definitionOfKubectl}; ` +
      "the gateway ingress: Deployment istio-system/ingress of the field manager kubectl-client-side-apply",
    "the control plane and the gateway ingress",
  );

  it("stops a preview once, with all owners of all parts and the remedy", async () => {
    const { said } = await ask(objects, [home, istiod, rights, ingress]);
    expect(said).toEqual([all, undefined, undefined, undefined]);
  });

  it("keeps a run without a preview from writing over anything", async () => {
    const { said } = await ask(objects, [istiod, rights, ingress], { preview: false });
    expect(said).toEqual([all, "it is not created either", "it is not created either"]);
  });

  it("stops what would write over it, and nothing else", async () => {
    const { said } = await ask({ [role]: helm, [deployment]: own }, [istiod, ingress, rights]);
    const what = "the control plane: ClusterRole istiod of the Helm release istio-system/istiod";
    expect(said).toEqual([undefined, undefined, message(what, "the control plane")]);
  });

  it("is taken over with `adopt`, its namespace too, whatever the fields' owners have there", async () => {
    const { said, requests, run } = await ask(objects, [home, istiod, ingress], { args: { adopt: true } });
    const what = "the gateway ingress: Deployment istio-system/ingress of the field manager kubectl-client-side-apply";
    expect(said).toEqual([undefined, undefined, message(what, "the gateway ingress")]);
    expect(requests).not.toContain(`GET ${deployment}`);
    expect(run && find(run, "istio-namespace-Namespace/istio-system")).toMatchObject({
      retainOnDelete: true,
      inputs: { metadata: { annotations: {} } },
    });
    const annotations = run && find(run, "istio-Deployment/istio-system/istiod").inputs.metadata.annotations;
    expect(annotations).toMatchObject({ "pulumi.com/patchForce": "true" });
  });
});

describe("nothing is said", () => {
  it.each<[string, Readonly<Record<string, object>>]>([
    ["of a cluster without Istio", {}],
    ["of what a run of the stack has left that was killed", { [deployment]: own, [role]: own, [definition]: own }],
  ])("%s", async (_, objects) => {
    const { said } = await ask(objects, [home, istiod, rights, ingress]);
    expect(said).toEqual([undefined, undefined, undefined, undefined]);
  });

  it("where the account may read nothing, or nothing answers: the engine finds out", async () => {
    for (const status of [403, 500]) {
      const said: (string | undefined)[] = [];
      await withApiServer(
        () => ({ status, body: { message: "no" } }),
        async (kubeconfig) => {
          await runProgram(async ({ hooks }) => {
            new ControlPlane("istio", { kubeconfig });
            await expect.poll(() => Object.keys(hooks)).toContain("ControlPlane/istio-takeover");
            said.push(await hooks["ControlPlane/istio-takeover"]?.call({}));
            return {};
          });
        },
      );
      expect(said).toEqual([undefined]);
    }
  });

  it("where no server is there, after one look", async () => {
    const unreachable = computeKubeconfig(1);
    const { said } = await ask({}, [home, istiod], { args: { kubeconfig: unreachable } });
    expect(said).toEqual([undefined, undefined]);
  });

  it("while the kubeconfig is unknown", async () => {
    const kubeconfig = pulumi.output(pulumi.unknown) as unknown as pulumi.Output<string>;
    const { said, requests } = await ask({ [deployment]: helm }, [home, istiod], { args: { kubeconfig } });
    expect({ said, requests }).toEqual({ said: [undefined, undefined], requests: [] });
  });
});

it("asks for each object once, and for each kind once", async () => {
  const { requests } = await ask({}, [home, istiod, rights]);
  expect(requests.filter((request) => request === `GET ${deployment}`)).toHaveLength(1);
  expect(requests.filter((request) => request === "GET /apis/apps/v1")).toHaveLength(1);
  expect(requests).toHaveLength(11);
});
