// An API server of our own. Does not prove that Kubernetes answers so: test/e2e/console-server.test.ts asks a real one.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it, vi } from "vitest";
import { createLiveCluster } from "../../src/cli/console-live.js";
import { readStack } from "../../src/cli/stack.js";
import type { StackConfig } from "../../src/stack/config-schema.js";
import { computeKubeconfig, withApiServer, type Answer } from "../components/api-server.js";

vi.mock("../../src/cli/stack.js", () => ({ readStack: vi.fn() }));
vi.mock("../../src/cli/project.js", () => ({ findProject: () => ({ folder: "/project", name: "shop" }) }));

const folder = mkdtempSync(join(tmpdir(), "pulumi-istio-console-live-"));
afterAll(() => rmSync(folder, { recursive: true }));

function use(cluster: StackConfig["cluster"]): void {
  vi.mocked(readStack).mockReturnValue({ cluster });
}

/** A kubeconfig's file, with one context more that leads nowhere. */
function write(kubeconfig: string): string {
  const config = JSON.parse(kubeconfig) as { contexts: { name: string }[]; "current-context": string };
  config.contexts.unshift({ ...config.contexts[0], name: "other" });
  config["current-context"] = "none";
  const file = join(folder, "kubeconfig");
  writeFileSync(file, JSON.stringify(config));
  return file;
}

const namespace = "/api/v1/namespaces/shop";
const pod = {
  metadata: { name: "reviews-1" },
  spec: { initContainers: [{ name: "istio-proxy", restartPolicy: "Always" }], containers: [{ name: "app" }] },
  status: { conditions: [{ type: "Ready", status: "True" }] },
};
const answers: Record<string, Answer> = {
  [`GET ${namespace}/services/reviews`]: { status: 200, body: { spec: { selector: { app: "reviews", tier: "a" } } } },
  [`GET ${namespace}/pods?labelSelector=app%3Dreviews%2Ctier%3Da`]: { status: 200, body: { items: [pod] } },
  [`GET ${namespace}/pods/reviews-1/log?container=istio-proxy&tailLines=500`]: {
    status: 200,
    body: "2026-11-29 info started\n[2026-11-29T17:00:00Z] GET / 200\n",
  },
};
const nothing: Answer = { status: 404, body: { message: 'services "ratings" not found' } };

it("shows the pods that a service selects and the access log of their sidecars, in the stack's context", async () => {
  const requests = await withApiServer(
    (request) => answers[request] ?? nothing,
    async (kubeconfig) => {
      use({ kind: "existing", kubeconfig: write(kubeconfig), context: "test" });
      const { look } = createLiveCluster("dev");
      const { pods, accessLog, unreachable } = await look("shop", "reviews");
      expect(unreachable).toBeUndefined();
      expect(pods.map(({ name, ready, sidecar }) => [name, ready, sidecar])).toEqual([
        ["reviews-1", true, "not ready"],
      ]);
      expect(accessLog).toEqual([{ pod: "reviews-1", line: "[2026-11-29T17:00:00Z] GET / 200" }]);
      expect((await look("shop", "ratings")).unreachable).toBe('services "ratings" not found');
    },
  );
  expect(requests).toEqual([...Object.keys(answers), `GET ${namespace}/services/ratings`]);
});

it("says why nothing can be seen", async () => {
  const { look } = createLiveCluster("dev");
  const reason = async (cluster: StackConfig["cluster"]) => {
    use(cluster);
    return (await look("shop", "reviews")).unreachable;
  };
  expect(await reason({ kind: "existing", kubeconfig: "none.yaml" })).toMatch(
    /^\/project\/none\.yaml: error MESH0120: kubeconfig: there is no such file/,
  );
  const file = write(computeKubeconfig(1));
  expect(await reason({ kind: "existing", kubeconfig: file })).toMatch(
    /it has no context "none"; its contexts are other, test/,
  );
  expect(await reason({ kind: "existing", kubeconfig: file, context: "test" })).toMatch(
    /^the API server http:\/\/127\.0\.0\.1:1 does not answer: .*ECONNREFUSED/,
  );
  vi.stubEnv("MESH_CONTEXT", "other");
  expect(await reason({ kind: "existing", kubeconfig: file, context: "test" })).toMatch(
    /^stacks\/Pulumi\.dev\.yaml: error MESH0120: kubeconfig: the stack's file names the context "test", and MESH_CONTEXT is "other";/,
  );
  vi.unstubAllEnvs();
  expect(await reason({ kind: "stack-reference", stack: "acme/clusters/prod" })).toBe(
    "only local and existing clusters can be asked; this one is made by a stack",
  );
});
