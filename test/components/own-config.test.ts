// A small API server that plays proxies. Does not prove what Envoy answers: the end-to-end test with a closed debug interface does.
import { expect, it } from "vitest";
import { OwnConfigs } from "../../src/components/own-config.js";
import type { AwaitedConfig } from "../../src/istio/control-plane/own-config.js";
import { listOf, runningPod, withIstiod, type FakeIstiod } from "./fake-istiod.js";

const host = "reviews.shop.svc.cluster.local";
const versions = (...names: string[]) => names.map((subset) => ({ host, subset }));
const dump = (...names: string[]) => JSON.stringify(["", ...names].map((name) => `outbound|80|${name}|${host}`));
const pods = () => listOf(runningPod("web"), runningPod("api", { namespace: "edge" }));

/** What looks one after the other find, and which pods are asked for what. */
async function look(fake: Partial<FakeIstiod>, awaited: AwaitedConfig, looks = 1) {
  const found: unknown[] = [];
  const asked: string[] = [];
  const own = (pod: string, path: string) => {
    asked.push(`${pod} ${path.replace("config_dump?resource=dynamic_", "")}`);
    return fake.own?.(pod, path);
  };
  await withIstiod({ rows: () => [], pods, ...fake, own }, async (kubeconfig) => {
    const configs = new OwnConfigs(kubeconfig, awaited);
    for (let count = 0; count < looks; count++) {
      const states = await configs.look();
      found.push(states?.map(({ proxy, state }) => `${proxy} ${state}`));
    }
  });
  return { found, asked: asked.sort() };
}

it("asks each proxy until it knows the versions, and then no more", async () => {
  const known: Record<string, string[]> = { web: [dump("v1"), dump("v1", "v2")], api: [dump("v1", "v2")] };
  const awaited = { known: versions("v1", "v2"), unused: [] };
  const { found, asked } = await look({ own: (pod) => known[pod]?.shift() }, awaited, 3);
  const [all, some] = ["confirmed", "late"].map((state) => ["api.edge confirmed", `web.shop ${state}`]);
  expect(found).toEqual([some, all, all]);
  expect(asked).toEqual(["api active_clusters", "web active_clusters", "web active_clusters"]);
});

it("asks for routes and listeners where versions go", async () => {
  const own = (pod: string, path: string) => (pod === "web" && path.includes("listeners") ? dump("v1") : dump("v2"));
  const { found, asked } = await look({ own }, { known: [], unused: versions("v1") });
  expect(found).toEqual([["api.edge confirmed", "web.shop late"]]);
  expect(asked).toEqual(["api listeners", "api route_configs", "web listeners", "web route_configs"]);
});

it("takes one that does not answer for late, and knows nothing where none does or the pods may not be listed", async () => {
  const awaited = { known: versions("v1"), unused: [] };
  const half = { own: (pod: string) => (pod === "web" ? dump("v1") : undefined) };
  expect((await look(half, awaited)).found).toEqual([["api.edge late", "web.shop confirmed"]]);
  expect((await look({ own: () => undefined }, awaited)).found).toEqual([undefined]);
  const refusal = { status: 403, body: { message: "forbidden" } };
  expect(await look({ pods: () => refusal }, awaited)).toEqual({ found: [undefined], asked: [] });
});

it("asks a thousand, sixteen at a time", async () => {
  const many = listOf(...Array.from({ length: 1000 }, (_, index) => runningPod(`web-${index}`)));
  const { found, asked } = await look(
    { pods: () => many, own: () => dump("v1") },
    { known: versions("v1"), unused: [] },
    2,
  );
  expect(found.map((states) => (states as string[]).filter((state) => state.endsWith(" confirmed")).length)).toEqual([
    1000, 1000,
  ]);
  expect(asked).toHaveLength(1000);
});
