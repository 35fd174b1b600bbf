// An API server of our own. Does not prove that a real one answers so; the program asks the same of the tests' cluster.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { fetchClusterUid, placeKubeconfig } from "../../src/cli/existing-cluster.js";
import { computeKubeconfig, withApiServer } from "../components/api-server.js";

const folder = mkdtempSync(join(tmpdir(), "pulumi-istio-existing-"));
afterAll(() => rmSync(folder, { recursive: true }));
const cluster = { kind: "existing", kubeconfig: "config" } as const;
const write = (kubeconfig: string) => writeFileSync(join(folder, "config"), kubeconfig);

it("finds the kubeconfig of a stack's file from the project's folder on", () => {
  expect(placeKubeconfig(cluster, "/project")).toBe("/project/config");
  expect(placeKubeconfig({ kind: "existing" }, "/project")).toBeUndefined();
});

it("asks the context's cluster who it is", async () => {
  const requests = await withApiServer(
    () => ({ status: 200, body: { metadata: { uid: "a-b-c" } } }),
    async (kubeconfig) => {
      write(kubeconfig);
      expect(await fetchClusterUid(cluster, folder, "test")).toBe("a-b-c");
    },
  );
  expect(requests).toEqual(["GET /api/v1/namespaces/kube-system"]);
});

it("says why it does not know", async () => {
  await withApiServer(
    () => ({ status: 403, body: { message: "forbidden" } }),
    async (kubeconfig) => {
      write(kubeconfig);
      await expect(fetchClusterUid(cluster, folder, "test")).rejects.toThrow(
        /^context "test": the API server http:\/\/127\.0\.0\.1:\d+ refuses: /,
      );
    },
  );
  write(computeKubeconfig(1));
  await expect(fetchClusterUid(cluster, folder, "test")).rejects.toThrow(
    /^context "test": the API server http:\/\/127\.0\.0\.1:1 does not answer: .*ECONNREFUSED/,
  );
  await expect(fetchClusterUid(cluster, folder, "other")).rejects.toThrow(
    /it has no context "other"; its contexts are test;/,
  );
});
