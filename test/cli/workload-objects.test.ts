// A server that records what it is asked for. Does not prove that Kubernetes has these paths: the live test reads a Deployment's.
import { describe, expect, it } from "vitest";
import { formatWorkload, isWorkloadKind, readWorkload, type WorkloadKind } from "../../src/cli/workload-objects.js";
import { withApiServer } from "../components/api-server.js";

const apps = "/apis/apps/v1/namespaces/shop";
const core = "/api/v1/namespaces/shop";
const events = `${core}/events?fieldSelector=type%3DWarning`;

describe("reads a workload with what may say why its pods do not come", () => {
  it.each<[WorkloadKind, string[]]>([
    ["Deployment", [`${apps}/deployments/one`, `${apps}/replicasets`, `${core}/pods`, events]],
    ["StatefulSet", [`${apps}/statefulsets/one`, `${core}/pods`, events]],
    ["DaemonSet", [`${apps}/daemonsets/one`, `${core}/pods`, events]],
    ["Job", ["/apis/batch/v1/namespaces/shop/jobs/one", `${core}/pods`, events]],
    ["Pod", [`${core}/pods/one`, events]],
  ])("%s", async (kind, paths) => {
    const metadata = { name: "one", uid: "one" };
    const asked = await withApiServer(
      (request) => ({ status: 200, body: request.endsWith("/one") ? { metadata } : { items: [{ metadata }] } }),
      async (kubeconfig) => {
        expect(await readWorkload(kubeconfig, { kind, namespace: "shop", name: "one" })).toEqual({
          kind,
          workload: { metadata },
          replicaSets: kind === "Deployment" ? [{ metadata }] : [],
          pods: kind === "Pod" ? [] : [{ metadata }],
          events: [{ metadata }],
        });
      },
    );
    expect(asked.sort()).toEqual(paths.map((path) => `GET ${path}`).sort());
  });
});

it("one that is not there yet", async () => {
  await withApiServer(
    () => ({ status: 404, body: {} }),
    async (kubeconfig) => {
      expect(await readWorkload(kubeconfig, { kind: "Job", namespace: "shop", name: "one" })).toBeUndefined();
    },
  );
});

it("kinds and names", () => {
  expect(["Deployment", "Service", "toString", undefined].map(isWorkloadKind)).toEqual([true, false, false, false]);
  expect(formatWorkload({ kind: "Job", namespace: "shop", name: "one" })).toBe("Job shop/one");
});
