// An API server of our own. Does not prove that a real one answers so; the program asks the same of the tests' cluster.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, expect, it, vi } from "vitest";
import { identifyExisting, placeKubeconfig, selectExisting } from "../../src/cli/existing-cluster.js";
import { computeKubeconfig, withApiServer } from "../components/api-server.js";

const folder = mkdtempSync(join(tmpdir(), "pulumi-istio-existing-"));
afterAll(() => rmSync(folder, { recursive: true }));
afterEach(() => vi.unstubAllEnvs());
const place = { stack: "mine", project: folder };
const cluster = { kubeconfig: "config" };
const write = (kubeconfig: string) => writeFileSync(join(folder, "config"), kubeconfig);

it("finds the kubeconfig of a stack's file from the project's folder on", () => {
  expect(placeKubeconfig(cluster, "/project")).toBe("/project/config");
  expect(placeKubeconfig({}, "/project")).toBeUndefined();
});

it("asks the context's cluster who it is", async () => {
  const requests = await withApiServer(
    () => ({ status: 200, body: { metadata: { uid: "a-b-c" } } }),
    async (kubeconfig) => {
      write(kubeconfig);
      const expected = { context: "test", uid: "a-b-c" };
      expect(await identifyExisting(cluster, place, "test")).toEqual(expected);
      // Of the kubeconfig's own context where nobody names one.
      expect(await identifyExisting(cluster, place, undefined)).toEqual(expected);
    },
  );
  expect(requests).toEqual(["GET /api/v1/namespaces/kube-system", "GET /api/v1/namespaces/kube-system"]);
});

it("takes the context that is given, else the environment's, else that of the stack's file, as the program does", () => {
  const text = computeKubeconfig(1).replace('"contexts":[', '"contexts":[{"name":"b","context":{"cluster":"test"}},');
  write(text);
  const select = (context?: string, inFile?: string) => {
    const { kubeconfig, findings } = selectExisting({ ...cluster, context: inFile }, place, context);
    return kubeconfig === undefined ? findings[0]?.message : JSON.parse(kubeconfig)["current-context"];
  };
  expect([select(), select("b"), select(undefined, "b"), select("b", "b")]).toEqual(["test", "b", "b", "b"]);
  expect(select("test", "b")).toBe(
    'kubeconfig: the stack\'s file names the context "b", and --context is "test"; leave out one of them',
  );
  vi.stubEnv("MESH_CONTEXT", "b");
  expect([select(), select("test")]).toEqual(["b", "test"]);
});

it("says why it does not know", async () => {
  await withApiServer(
    () => ({ status: 403, body: { message: "forbidden" } }),
    async (kubeconfig) => {
      write(kubeconfig);
      await expect(identifyExisting(cluster, place, "test")).rejects.toThrow(
        /^context "test": the API server http:\/\/127\.0\.0\.1:\d+ refuses: /,
      );
    },
  );
  await withApiServer(
    () => ({ status: 200, body: "<html>Log in</html>" }),
    async (kubeconfig) => {
      write(kubeconfig);
      await expect(identifyExisting(cluster, place, "test")).rejects.toThrow(
        /refuses: it answers GET \/api\/v1\/namespaces\/kube-system without JSON, as no Kubernetes API server does: <html>Log in<\/html>$/,
      );
    },
  );
  write(computeKubeconfig(1));
  await expect(identifyExisting(cluster, place, "test")).rejects.toThrow(
    /^context "test": the API server http:\/\/127\.0\.0\.1:1 does not answer: .*ECONNREFUSED/,
  );
  await expect(identifyExisting(cluster, place, "other")).rejects.toThrow(
    /it has no context "other"; its contexts are test;/,
  );
});
