// A small API server that plays the pods of istiod. Does not prove what a real istiod answers, nor that it lets itself be asked
// over Kubernetes' own exec: the end-to-end tests do.
import { describe, expect, it } from "vitest";
import { fetchHeldObjects, fetchProxySync, type ProxyAnswer } from "../../src/components/istiod-debug.js";
import type { ProxySync } from "../../src/istio/control-plane/proxy-sync.js";
import { withApiServer, type Answer, type Executor } from "./api-server.js";

const pods = (...phases: (string | undefined)[]): Answer => ({
  status: 200,
  body: { items: phases.map((phase, index) => ({ metadata: { name: `istiod-${index}` }, status: { phase } })) },
});
const success = { status: "Success" };
const list = "GET /api/v1/namespaces/mesh/pods?labelSelector=app%3Distiod";
const command = "command=pilot-discovery&command=request&command=GET&command=%2Fdebug%2Fsyncz";
const exec = (pod: string) =>
  `EXEC /api/v1/namespaces/mesh/pods/${pod}/exec?stdout=true&stderr=true&stdin=false&tty=false&${command}&container=discovery`;

/** What is found, or why it cannot be, and the requests that this takes. */
async function fetch(answer: Answer, execute?: Executor) {
  let found: ProxyAnswer | string = "";
  const requests = await withApiServer(
    () => answer,
    async (kubeconfig) => {
      found = await fetchProxySync(kubeconfig, "mesh").catch((error: unknown) => (error as Error).message);
    },
    execute,
  );
  return { found, requests };
}

it("asks every istiod that runs, and puts together what they say", async () => {
  const said: Record<string, ProxySync[] | null> = {
    "istiod-0": [{ proxy: "web.shop", resources: { CDS: { sent: "1", acked: "1" } } }],
    "istiod-2": null,
    "istiod-3": [{ proxy: "ratings.shop" }],
  };
  const { found, requests } = await fetch(pods("Running", "Pending", "Running", "Running"), ({ pathname }) => ({
    stdout: JSON.stringify(said[pathname.split("/").at(-2) ?? ""]),
    status: success,
  }));
  const proxies = [...(said["istiod-0"] ?? []), ...(said["istiod-3"] ?? [])];
  expect(found).toEqual({ proxies, revisions: ["default"], isPartial: false });
  expect(requests[0]).toBe(list);
  expect(requests.slice(1).sort()).toEqual(["istiod-0", "istiod-2", "istiod-3"].map(exec));
});

it("says where one of them does not answer, and of which revisions they are", async () => {
  const revisions = ["default", "canary"].map((revision, index) => ({
    metadata: { name: `istiod-${index}`, labels: { "istio.io/rev": revision } },
    status: { phase: "Running" },
  }));
  const { found } = await fetch({ status: 200, body: { items: revisions } }, ({ pathname }) =>
    pathname.includes("istiod-1") ? undefined : { stdout: '[{"proxy":"web.shop"}]', status: success },
  );
  expect(found).toEqual({ proxies: [{ proxy: "web.shop" }], revisions: ["default", "canary"], isPartial: true });
});

describe("fails", () => {
  it("where pods may not be listed", async () => {
    const refusal = { status: 403, body: { kind: "Status", message: "pods is forbidden" } };
    expect(await fetch(refusal)).toEqual({ found: "pods is forbidden", requests: [list] });
  });

  it.each([[pods()], [pods("Pending", undefined)]])("where no istiod runs", async (answer) => {
    expect(await fetch(answer)).toEqual({ found: "no istiod runs in namespace mesh", requests: [list] });
  });

  const asked = "pilot-discovery request GET /debug/syncz in mesh/istiod-0:";

  it.each<[string, Executor | undefined, string]>([
    ["where commands may not be run", undefined, `${asked} it could not be run: HTTP 200`],
    [
      "where the command fails",
      () => ({ stderr: "no such page", status: { status: "Failure", message: "exit code 1" } }),
      `${asked} exit code 1 no such page`,
    ],
    ["where it fails without a word", () => ({ status: { status: "Failure" } }), `${asked} failed`],
    ["where the pod ends meanwhile", () => undefined, `${asked} the connection ended before the command did`],
  ])("%s", async (_what, execute, message) => {
    expect((await fetch(pods("Running"), execute)).found).toBe(message);
  });

  it("where the answer is not valid JSON", async () => {
    const { found } = await fetch(pods("Running"), () => ({ stdout: "<html>", status: success }));
    expect(found).toMatch(/JSON/);
  });
});

it("asks every istiod what it has read", async () => {
  const held = [{ kind: "VirtualService", metadata: { name: "web", namespace: "shop", generation: 3 } }];
  const asked: string[] = [];
  let found: unknown;
  await withApiServer(
    () => pods("Running", "Running"),
    async (kubeconfig) => {
      found = await fetchHeldObjects(kubeconfig, "mesh");
    },
    ({ pathname, searchParams }) => {
      asked.push(searchParams.getAll("command").join(" "));
      return { stdout: JSON.stringify(pathname.includes("istiod-0") ? held : null), status: success };
    },
  );
  expect(found).toEqual([held, []]);
  expect(asked).toEqual(Array(2).fill("pilot-discovery request GET /debug/configz"));
});
