// A small API server of our own. Does not prove that a real one answers so: the end-to-end tests do.
import { expect, it } from "vitest";
import {
  dryRunCreate,
  fetchClusterIdentity,
  fetchLabelled,
  fetchNamespaceAnnotations,
} from "../../src/components/cluster-api.js";
import { computeKubeconfig, withApiServer, type Answer } from "./api-server.js";

const status = (code: number, message: string): Answer => ({ status: code, body: { kind: "Status", code, message } });
const refusal = async (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    (error: unknown) => (error as Error).message,
  );

it.each([
  ["v1.36.3", "1.36.3"],
  ["v1.30.4-eks-1a2b3c", "1.30.4"],
  ["v1.31.0+k3s1", "1.31.0"],
])("reads the version %s and who the cluster is", async (gitVersion, kubernetesVersion) => {
  const requests = await withApiServer(
    (request): Answer =>
      request === "GET /version"
        ? { status: 200, body: { gitVersion, major: "1", minor: "36" } }
        : { status: 200, body: { metadata: { name: "kube-system", uid: "a-b-c" } } },
    async (kubeconfig) => {
      expect(await fetchClusterIdentity(kubeconfig)).toEqual({ kubernetesVersion, uid: "a-b-c" });
    },
  );
  expect(requests).toEqual(["GET /version", "GET /api/v1/namespaces/kube-system"]);
});

it("names the address of an API server that does not answer or refuses", async () => {
  expect(await refusal(fetchClusterIdentity(computeKubeconfig(1)))).toBe(
    "the API server http://127.0.0.1:1 does not answer: connect ECONNREFUSED 127.0.0.1:1",
  );
  await withApiServer(
    () => status(401, "Unauthorized"),
    async (kubeconfig) => {
      const server = /http:[^"]*/.exec(kubeconfig)?.[0] ?? "";
      expect(await refusal(fetchClusterIdentity(kubeconfig))).toBe(`the API server ${server} refuses: Unauthorized`);
    },
  );
});

it.each<[Answer, object | undefined]>([
  [{ status: 200, body: { metadata: { annotations: { a: "b" } } } }, { a: "b" }],
  [{ status: 200, body: { metadata: {} } }, {}],
  [status(404, "not found"), undefined],
])("annotations of a namespace: %j", async (answer, expected) => {
  await withApiServer(
    () => answer,
    async (kubeconfig) => {
      expect(await fetchNamespaceAnnotations(kubeconfig, "shop")).toEqual(expected);
    },
  );
});

it("creates for a dry run alone, and says what the API server says against it", async () => {
  const pod = { apiVersion: "v1", kind: "Pod", metadata: { name: "probe", namespace: "shop" } };
  const answers = [status(200, ""), status(403, "admission webhook denied the request")];
  const requests = await withApiServer(
    (_request, body): Answer => {
      const answer = answers.shift();
      return answer?.status === 200 ? { status: 201, body } : (answer ?? status(500, ""));
    },
    async (kubeconfig) => {
      expect(await dryRunCreate(kubeconfig, "pods", pod)).toMatchObject(pod);
      expect(await refusal(dryRunCreate(kubeconfig, "pods", pod))).toBe("admission webhook denied the request");
    },
  );
  const post = "POST /api/v1/namespaces/shop/pods?dryRun=All";
  expect(requests).toEqual([post, post]);
});

it("lists the DestinationRules of some labels", async () => {
  const rule = {
    apiVersion: "networking.istio.io/v1",
    kind: "DestinationRule",
    metadata: { name: "a", namespace: "b" },
  };
  const requests = await withApiServer(
    () => ({ status: 200, body: { items: [rule] } }),
    async (kubeconfig) => {
      expect(await fetchLabelled(kubeconfig, "destinationrules", { app: "web", tier: "x/y" })).toEqual([rule]);
    },
  );
  expect(requests).toEqual([
    "GET /apis/networking.istio.io/v1/destinationrules?labelSelector=app%3Dweb%2Ctier%3Dx%2Fy",
  ]);
});
