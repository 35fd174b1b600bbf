// A small API server that plays istiod. Does not prove that a real one knows of a change half a second after it, nor that the
// engine waits for the hook: the end-to-end tests do.
import { expect, it, vi } from "vitest";
import { createProxySettling } from "../../src/components/proxy-settling.js";
import { withApiServer, type Answer, type Execution } from "./api-server.js";
import { runProgram } from "./engine.js";

const running: Answer = {
  status: 200,
  body: { items: [{ metadata: { name: "istiod" }, status: { phase: "Running" } }] },
};
const syncz = (...acked: string[]): Execution => ({
  stdout: JSON.stringify(
    acked.map((nonce, index) => ({ proxy: `web-${index}.shop`, resources: { CDS: { sent: "2", acked: nonce } } })),
  ),
  status: { status: "Success" },
});

interface Settled {
  /** What the hook said at each of its calls. */
  said: (string | undefined)[];
  requests: string[];
  milliseconds: number;
}

/** Calls the hook that often at once, with an API server that answers so. */
async function settle(list: () => Answer, execute: () => Execution, calls = 1): Promise<Settled> {
  const settled: Settled = { said: [], requests: [], milliseconds: 0 };
  settled.requests = await withApiServer(
    list,
    async (kubeconfig) => {
      await runProgram(async ({ hooks }) => {
        createProxySettling("TrafficPolicies/policies", { kubeconfig, namespace: "mesh" });
        const name = "TrafficPolicies/policies-proxy-settling";
        await vi.waitUntil(() => hooks[name] !== undefined, 5000);
        const before = performance.now();
        settled.said = await Promise.all(Array.from({ length: calls }, async () => hooks[name]?.call()));
        settled.milliseconds = performance.now() - before;
        return {};
      });
    },
    execute,
  );
  return settled;
}

it("asks again until all proxies have what istiod sent", async () => {
  const answers = [syncz("1", "2"), syncz("1", "2"), syncz("2", "2")];
  const { said, requests } = await settle(
    () => running,
    () => answers.shift(),
  );
  expect(said).toEqual([undefined]);
  expect(requests.length).toBe(6);
  expect(answers).toEqual([]);
});

it("lets all that is written at one time wait together", async () => {
  const { said, requests } = await settle(
    () => running,
    () => syncz("2"),
    5,
  );
  expect(said).toEqual(Array(5).fill(undefined));
  expect(requests.length).toBe(2);
});

it("has nothing to wait for where there are no proxies", async () => {
  const { said, requests } = await settle(
    () => running,
    () => syncz(),
  );
  expect({ said, count: requests.length }).toEqual({ said: [undefined], count: 2 });
});

it.each<[string, () => Answer, () => Execution]>([
  ["pods may not be listed", () => ({ status: 403, body: {} }), () => syncz("1")],
  ["its answer does not come", () => running, () => undefined],
])("waits for a while and asks no more where %s", async (_what, list, execute) => {
  const { said, requests, milliseconds } = await settle(list, execute);
  expect(said).toEqual([undefined]);
  expect(requests.filter((request) => request.startsWith("GET")).length).toBe(1);
  expect(milliseconds).toBeGreaterThan(2400);
});

it("names the proxies that are late after 10 s", async () => {
  vi.useFakeTimers({ toFake: ["Date"] });
  try {
    const { said } = await settle(
      () => running,
      () => {
        vi.setSystemTime(Date.now() + 5001);
        return syncz("1", "2", "1");
      },
    );
    expect(said).toEqual(["after 10 s these proxies do not have the new configuration: web-0.shop, web-2.shop"]);
  } finally {
    vi.useRealTimers();
  }
});
