// A small API server that plays istiod. Does not prove what a real one holds: the end-to-end tests do.
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { waitForIstiods } from "../../src/components/istiod-reading.js";
import { listOf, withIstiod, type FakeIstiod } from "./fake-istiod.js";

// The clock moves by looks alone, so that a busy machine is not late.
beforeAll(() => {
  vi.useFakeTimers({ toFake: ["Date"] });
});
afterAll(() => {
  vi.useRealTimers();
});

const object = (kind: string, name: string, generation = 1) => ({
  apiVersion: "networking.istio.io/v1",
  kind,
  metadata: { name, namespace: "shop", uid: `${kind}-${name}`, generation },
});
const rule = object("DestinationRule", "reviews.v2", 2);
const older = object("DestinationRule", "reviews.v2", 1);
const route = object("VirtualService", "reviews");
const others = object("DestinationRule", "of-others", 7);
const there = { rules: () => listOf(rule, others), routes: () => listOf(route) };

async function wait(fake: Partial<FakeIstiod>, manifests: object[] = [rule, route]) {
  let said: boolean | string = "";
  const requests = await withIstiod(
    { rows: () => [], lookMilliseconds: 2500, ...there, ...fake },
    async (kubeconfig) => {
      const reading = { kubeconfig, namespace: "mesh", timeoutSeconds: 10, manifests: manifests as [] };
      said = await waitForIstiods(reading).catch((error: unknown) => (error as Error).message);
    },
  );
  return { said, asked: requests.filter((request) => request === "EXEC other").length };
}

it("does not wait where each istiod has read all", async () => {
  expect(await wait({ held: () => [rule, route] })).toEqual({ said: false, asked: 1 });
});

it("asks again until it has, and says that it waited", async () => {
  const answers = [[older], [older, route], [rule, route]];
  expect(await wait({ held: () => answers.shift() })).toEqual({ said: true, asked: 3 });
});

it("names what an istiod has not read after the time-out, of several istiods once", async () => {
  const istiods = () => listOf(...["a", "b"].map((name) => ({ metadata: { name }, status: { phase: "Running" } })));
  expect((await wait({ istiods, held: () => [older] })).said).toBe(
    "after 10 s istiod has not read DestinationRule shop/reviews.v2, VirtualService shop/reviews",
  );
});

it("asks nobody where there is nothing of it", async () => {
  expect(await wait({ held: () => [] }, [])).toEqual({ said: false, asked: 0 });
  expect(await wait({ rules: () => listOf(), routes: () => listOf() })).toEqual({ said: false, asked: 0 });
});

it("leaves it to who asks for the proxies to say that nobody can be asked", async () => {
  expect(await wait({ held: () => undefined })).toEqual({ said: false, asked: 1 });
  expect((await wait({ rules: () => ({ status: 403, body: {} }) })).said).toBe(false);
});
