// A small API server that plays istiod. Does not prove what a real one answers: the end-to-end tests do.
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { waitForProxies, type ProxyWait, type Waited } from "../../src/components/proxy-wait.js";
import type { ProxySync } from "../../src/istio/control-plane/proxy-sync.js";
import { listOf, row, runningPod, withIstiod, type FakeIstiod } from "./fake-istiod.js";

// The clock moves by looks alone, so that a busy machine is not late.
beforeAll(() => {
  vi.useFakeTimers({ toFake: ["Date"] });
});
afterAll(() => {
  vi.useRealTimers();
});

const inStep = row("web.shop", { clusters: "2/2" });
const late = row("web.shop", { clusters: "2/1" });

async function wait(fake: FakeIstiod, more: Partial<ProxyWait> = {}) {
  let said: Waited | string = "";
  const requests = await withIstiod({ lookMilliseconds: 2500, ...fake }, async (kubeconfig) => {
    const settings = { namespace: "mesh", awaited: {}, timeoutSeconds: 10, blindSeconds: 5 };
    said = await waitForProxies({ kubeconfig, ...settings, ...more }).catch(
      (error: unknown) => (error as Error).message,
    );
  });
  return { said, asked: requests.filter((request) => request === "EXEC").length };
}

/** Answers one after the other, the last one again and again. */
const play =
  (...answers: (ProxySync[] | undefined)[]) =>
  () =>
    answers.length > 1 ? answers.shift() : answers[0];

it("asks again until all proxies have what istiod sent, and once more for what they ask themselves then", async () => {
  const warming = row("web.shop", { clusters: "2/2", endpoints: "3/2" });
  const { said, asked } = await wait({ rows: play([late], [inStep], [warming], [inStep]) }, { timeoutSeconds: 100 });
  expect(said).toEqual({ standing: { states: [{ proxy: "web.shop", state: "confirmed" }], unreachable: [] } });
  expect(asked).toBe(4);
});

it("looks twice however long a look takes", async () => {
  const slow = { lookMilliseconds: 20_000 };
  expect((await wait({ ...slow, rows: play([inStep]) })).said).toMatchObject({ standing: { unreachable: [] } });
  expect((await wait({ ...slow, rows: play([inStep], [late]) })).said).toBe(
    "after 10 s 0 of 1 proxies have it; late: web.shop",
  );
});

it("has nothing to wait for where there are no proxies", async () => {
  expect(await wait({ rows: () => [] })).toMatchObject({
    said: { standing: { states: [], unreachable: [] } },
    asked: 2,
  });
});

it("names those that are late, with Envoy's reason those that reject", async () => {
  const rejecting = row("api.shop", { routes: "2/1" }, "unknown filter");
  expect((await wait({ rows: () => [late, rejecting, row("ok.shop", {})] })).said).toBe(
    "after 10 s 1 of 3 proxies have it; late: web.shop; rejected by api.shop: unknown filter",
  );
});

it("misses those that run and that istiod has forgotten, until they connect", async () => {
  const pods = () => listOf(runningPod("web"), runningPod("gone"));
  expect((await wait({ rows: () => [inStep], pods })).said).toBe(
    "after 10 s 1 of 2 proxies have it; not connected to istiod: gone.shop",
  );
  const back = [inStep, row("gone.shop", { clusters: "5/5" })];
  expect((await wait({ rows: play([inStep], [inStep], back), pods }, { timeoutSeconds: 100 })).said).toMatchObject({
    standing: { states: [{ proxy: "gone.shop" }, { proxy: "web.shop" }], unreachable: [] },
  });
});

it("does not mind proxies that go meanwhile", async () => {
  const pods = () => listOf(runningPod("web"));
  const rows = play([inStep, row("gone.shop", { clusters: "2/1" })], [inStep]);
  expect((await wait({ rows, pods }, { timeoutSeconds: 100 })).said).toMatchObject({
    standing: { states: [{ proxy: "web.shop", state: "confirmed" }] },
  });
});

it.each<[string, Partial<FakeIstiod>, string]>([
  ["pods may not be listed", { istiods: () => ({ status: 403, body: { message: "forbidden" } }) }, "forbidden"],
  [
    "its answer does not come",
    { rows: () => undefined },
    "pilot-discovery request GET /debug/syncz in mesh/istiod: the connection ended before the command did",
  ],
  ["none runs", { istiods: () => listOf() }, "no istiod runs in namespace mesh"],
])("waits blindly, for as long as it is told, and says why, where %s", async (_what, fake, blindReason) => {
  const start = Date.now();
  const { said } = await wait({ rows: () => [], ...fake });
  expect(said).toEqual({ blindReason });
  expect(Date.now() - start).toBe(5000);
});

it("does not take silence for a yes once istiod has answered", async () => {
  const { said } = await wait({ rows: play([inStep], undefined) });
  expect(said).toMatch(/^after 10 s 1 of 1 proxies have it; pilot-discovery .* the connection ended before/);
});

it("does not believe one of two istiods alone, unless the pods say that nobody is missing", async () => {
  const istiods = () => listOf(...["a", "b"].map((name) => ({ metadata: { name }, status: { phase: "Running" } })));
  // One answers and one does not, in turn.
  const half = () => {
    let calls = 0;
    return () => (calls++ % 2 === 0 ? [inStep] : undefined);
  };
  expect((await wait({ rows: half(), istiods })).said).toBe(
    "after 10 s 1 of 1 proxies have it; one istiod does not answer",
  );
  const pods = () => listOf(runningPod("web"));
  expect((await wait({ rows: half(), istiods, pods })).said).toMatchObject({ standing: { unreachable: [] } });
});

describe("where istiod's debug interface is closed", () => {
  const host = "reviews.shop.svc.cluster.local";
  const own = { known: [{ host, subset: "v1" }], unused: [] };
  const dump = (...names: string[]) => JSON.stringify(["", ...names].map((name) => `outbound|80|${name}|${host}`));
  const closed = { rows: () => undefined, pods: () => listOf(runningPod("web")) };

  it("asks the proxies, at least as long as it would wait blindly", async () => {
    const start = Date.now();
    const { said } = await wait({ ...closed, own: () => dump("v1") }, { own });
    const ownReason =
      "pilot-discovery request GET /debug/syncz in mesh/istiod: the connection ended before the command did";
    expect(said).toEqual({
      standing: { states: [{ proxy: "web.shop", state: "confirmed" }], unreachable: [] },
      ownReason,
    });
    expect(Date.now() - start).toBe(5000);
  });

  it("names those that lack a version", async () => {
    expect((await wait({ ...closed, own: () => dump() }, { own })).said).toBe(
      "after 10 s 0 of 1 proxies have it; late: web.shop",
    );
  });

  it("waits blindly where these may not be asked either", async () => {
    expect((await wait(closed, { own })).said).toMatchObject({
      blindReason: expect.stringContaining("/debug/syncz") as string,
    });
  });

  it("asks no proxy where istiod answers", async () => {
    const asked: string[] = [];
    const ask = (pod: string) => (asked.push(pod), dump());
    expect((await wait({ rows: () => [inStep], own: ask }, { own })).said).toMatchObject({ standing: {} });
    expect(asked).toEqual([]);
  });
});

it("lets those pass that reject, where what they reject goes, but none that is late", async () => {
  const rejecting = row("api.shop", { routes: "2/1" }, "unknown filter");
  const { said } = await wait({ rows: () => [rejecting, inStep] }, { mayReject: true });
  expect(said).toMatchObject({ standing: { states: [{ state: "rejected", reason: "unknown filter" }, {}] } });
  expect((await wait({ rows: () => [rejecting, late] }, { mayReject: true })).said).toBe(
    "after 10 s 0 of 2 proxies have it; late: web.shop; rejected by api.shop: unknown filter",
  );
});

it("asks each istiod once a look for its own proxies, however many proxies there are", async () => {
  const istiods = () =>
    listOf(...["a", "b", "c"].map((name) => ({ metadata: { name }, status: { phase: "Running" } })));
  let calls = 0;
  const rows = () => {
    const istiod = calls++ % 3;
    return Array.from({ length: 400 }, (_, index) => row(`web-${istiod}-${index}.shop`, { clusters: "2/2" }));
  };
  const { said, asked } = await wait({ rows, istiods });
  expect((said as unknown as { standing: { states: object[] } }).standing.states).toHaveLength(1200);
  expect(asked).toBe(6);
});

it("waits for a proxy that only one of several istiods knows", async () => {
  const istiods = () => listOf(...["a", "b"].map((name) => ({ metadata: { name }, status: { phase: "Running" } })));
  let calls = 0;
  const rows = () => (calls++ % 2 === 0 ? [inStep] : [row("api.shop", { clusters: "7/6" })]);
  expect((await wait({ rows, istiods })).said).toBe("after 10 s 1 of 2 proxies have it; late: api.shop");
});

it("waits for a thousand proxies that come and go, with one question a look", async () => {
  // In each look a hundred more have it, ten are gone, and ten have come, which have the newest at once.
  const rows = (look: number) =>
    Array.from({ length: 1000 }, (_, index) => {
      const number = index + look * 10;
      const hasIt = number >= 1000 || index < look * 100;
      return row(`web-${number}.shop`, { clusters: hasIt ? "2/2" : "2/1", endpoints: `${look}/${look - 1}` });
    });
  let looks = 0;
  const { said, asked } = await wait(
    { rows: () => rows(looks++) },
    { awaited: { types: ["Cluster"] }, timeoutSeconds: 100 },
  );
  const { states } = (said as unknown as { standing: { states: { proxy: string; state: string }[] } }).standing;
  expect(states).toHaveLength(1000);
  expect(new Set(states.map(({ state }) => state))).toEqual(new Set(["confirmed"]));
  // All have it from the tenth on, but for those that the eleventh look is to see once more.
  expect(asked).toBe(looks);
  expect(looks).toBe(12);
});
