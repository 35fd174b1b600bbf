// A small API server that plays istiod, and Pulumi's mocks. Does not prove that a real istiod knows of a change half a second after
// it, nor that the engine waits for a hook and deletes nothing after a step that failed: the end-to-end tests do.
import type * as pulumi from "@pulumi/pulumi";
import { expect, it } from "vitest";
import type { ProxySettling } from "../../src/components/proxy-settling.js";
import type { Manifest } from "../../src/kubernetes/manifest.js";
import { find } from "./engine.js";
import { listOf, row } from "./fake-istiod.js";
import { asks, delegate, former, object, remove, route, settle, version, watchLog } from "./settle.js";

const { info, warn } = watchLog();

const inStep = row("web.shop", { clusters: "2/2", routes: "2/2" });
const withoutVersions = row("web.shop", { clusters: "2/1", routes: "2/2" });
const withoutRoutes = row("web.shop", { clusters: "2/2", routes: "2/1" });

const name = (hooks: unknown) => (hooks as pulumi.ResourceHook[]).map((hook) => hook.name.replace("P/p-", ""));
it("stands before routes that may lead to versions, and notes what is written", async () => {
  await settle(
    { rows: () => [] },
    {
      act: async (settling) => {
        const [before, written] = [["versions-with-proxies"], ["written"]];
        const read = (manifest: Manifest) =>
          Object.fromEntries(
            Object.entries(settling.hook(manifest).hooks ?? {}).map(([kind, all]) => [kind, name(all)]),
          );
        const after = { afterCreate: written, afterUpdate: written };
        expect(read(route)).toEqual({ beforeCreate: before, beforeUpdate: before, ...after });
        expect(read(delegate)).toEqual({ beforeCreate: [], beforeUpdate: [], ...after });
        expect(read(version)).toEqual({ beforeCreate: [], beforeUpdate: [], ...after });
        expect(settling.hook(object("Gateway", "public", {}))).toEqual({});
        return Promise.resolve();
      },
    },
  );
});

it("does not stand before routes where there are no versions", async () => {
  await settle(
    { rows: () => [] },
    {
      args: { manifests: [route] },
      act: async (settling) => {
        expect(settling.hook(route).hooks?.beforeUpdate).toEqual([]);
        return Promise.resolve();
      },
    },
  );
});

it("lets all routes wait together, also in a run that writes no version itself", async () => {
  const answers = [[withoutVersions], [inStep], [withoutRoutes]];
  const requests = await settle(
    { rows: () => answers.shift() },
    {
      act: async (_settling, call) => {
        const said = await Promise.all(Array.from({ length: 5 }, () => call("versions-with-proxies")));
        expect(said).toEqual(Array(5).fill(undefined));
        expect(await call("versions-with-proxies")).toBeUndefined();
      },
    },
  );
  expect(asks(requests)).toBe(3);
  expect(info).not.toHaveBeenCalled();
});

it.each(["a first", "a next"])(
  "leaves the routes as they are where a proxy lacks the versions, in %s run",
  async () => {
    await settle(
      { rows: () => [withoutVersions] },
      {
        act: async (_settling, call) => {
          expect(await call("versions-with-proxies")).toBe(
            "the routes stay as they are: after 10 s 0 of 1 proxies have it; late: web.shop; run again once they have it",
          );
        },
      },
    );
  },
);

it("does not mind what Envoy says of others' clusters", async () => {
  const error = "Error adding/updating cluster(s) outbound|80||other.shop.svc.cluster.local: bad";
  await settle(
    { rows: () => [row("web.shop", { clusters: "2/1" }, error)] },
    {
      act: async (_settling, call) => {
        expect(await call("versions-with-proxies")).toBeUndefined();
      },
    },
  );
});

it("gives istiod the time to send what was just written", async () => {
  await settle(
    { rows: () => [inStep] },
    {
      args: { istiodEnv: { PILOT_DEBOUNCE_AFTER: "600ms" } },
      act: async (_settling, call) => {
        await call("written");
        const before = performance.now();
        await call("versions-with-proxies");
        expect(performance.now() - before).toBeGreaterThan(990);
      },
    },
  );
});

it("says at the end how many proxies have it, and how long that took", async () => {
  await settle(
    { rows: () => [inStep] },
    {
      act: async (settling, call) => {
        await call("written");
        expect(await remove(settling)).toBeUndefined();
      },
    },
  );
  expect(info.mock.calls.map(([message]) => message)).toEqual([
    expect.stringMatching(/^1 of 1 proxies have it \(\d\.\d s\)$/),
  ]);
});

it("fails a step where a proxy lacks the routes, so that the engine deletes nothing", async () => {
  await settle(
    { rows: () => [withoutRoutes] },
    {
      act: async (settling, call, run) => {
        await call("written");
        // The mocks call no hooks, so that the step does not fail.
        expect(await remove(settling)).toBe("after 10 s 0 of 1 proxies have it; late: web.shop");
        expect(find(run, "owner-proxies")).toMatchObject({
          type: "pulumi-istio:index:Proxies",
          beforeCreate: ["P/p-before-removals"],
        });
        expect(await call("before-removals")).toBe(
          "nothing is deleted yet: after 10 s 0 of 1 proxies have it; late: web.shop; run again once they have it",
        );
      },
    },
  );
});

it.each([
  ["a version that is no longer wanted is there", () => listOf(version, former), 1],
  ["versions may not be listed", () => ({ status: 403, body: {} }), 1],
  ["there is none but the wanted", () => listOf(version), 0],
  ["another namespace has more", () => listOf({ ...former, metadata: { ...former.metadata, namespace: "b" } }), 0],
])("waits in a run that writes nothing where %s", async (_what, rules, failures) => {
  const requests = await settle(
    { rows: () => [withoutRoutes], rules },
    {
      act: async (settling) => {
        expect((await remove(settling))?.startsWith("after 10 s") === true ? 1 : 0).toBe(failures);
      },
    },
  );
  expect(requests[0]).toBe("destinationrules?labelSelector=app.kubernetes.io%2Fmanaged-by%3Dpulumi-istio");
  expect(asks(requests) > 0 ? 1 : 0).toBe(failures);
  expect(info).not.toHaveBeenCalled();
});

it("asks nobody in a preview, nor without routes and versions, nor where nobody is to be waited for", async () => {
  const fake = { rows: () => [withoutRoutes], rules: () => listOf(former) };
  const act = async (settling: ProxySettling) => {
    expect(await remove(settling)).toBeUndefined();
  };
  expect(await settle(fake, { preview: true, act })).toEqual([]);
  expect(await settle(fake, { args: { manifests: [] }, act })).toEqual([]);
  expect(asks(await settle(fake, { args: { propagation: { timeoutSeconds: 0 } }, act }))).toBe(0);
});

it("says that it was blind", async () => {
  await settle(
    { rows: () => undefined, istiods: () => listOf() },
    {
      act: async (settling, call) => {
        await call("written");
        expect(await remove(settling)).toBeUndefined();
      },
    },
  );
  expect(warn.mock.calls.map(([message]) => message)).toEqual([
    "whether the proxies have it is not known, 0 s were waited; istiod in mesh could not be asked: no istiod runs in namespace mesh",
  ]);
  expect(info).not.toHaveBeenCalled();
});
