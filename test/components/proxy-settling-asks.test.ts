// A small API server that plays istiod and proxies, and Pulumi's mocks. Does not prove that an Envoy takes its routes once a filter is gone:
// nobody has tried every filter that it rejects.
import type * as pulumi from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import { listOf, row, runningPod, type FakeIstiod } from "./fake-istiod.js";
import type { ProxySettling } from "../../src/components/proxy-settling.js";
import type { Manifest } from "../../src/kubernetes/manifest.js";
import { asks, former, object, remove, route, settle, version, type Settling, watchLog } from "./settle.js";

const { info, warn } = watchLog();

const inStep = row("web.shop", { clusters: "2/2", routes: "2/2" });

it("does not ask the proxies before istiod has read the very objects, as the API server has them", async () => {
  const [former, newest] = [1, 2].map((generation) => ({
    ...version,
    metadata: { ...version.metadata, uid: "a", generation },
  }));
  const held = [former, former, newest];
  const requests = await settle(
    {
      rows: () => [inStep],
      rules: () => listOf(newest ?? {}),
      held: () => [held.length > 1 ? held.shift() : newest] as object[],
    },
    {
      act: async (_settling, call) => {
        expect(await call("versions-with-proxies")).toBeUndefined();
      },
    },
  );
  expect(requests.filter((request) => request.startsWith("EXEC"))).toEqual([
    ...Array<string>(3).fill("EXEC other"),
    ...["EXEC", "EXEC"],
  ]);
  const late = await settle(
    { rows: () => [inStep], rules: () => listOf(newest ?? {}), held: () => [former] as object[] },
    {
      act: async (_settling, call) => {
        expect(await call("versions-with-proxies")).toBe(
          "the routes stay as they are: after 10 s istiod has not read DestinationRule shop/reviews.v2; run again once they have it",
        );
      },
    },
  );
  expect(asks(late)).toBe(0);
});

describe("an EnvoyFilter that proxies reject", () => {
  const filter = object("EnvoyFilter", "bad", {});
  const rejecting = { rows: () => [row("web.shop", { clusters: "2/2", routes: "2/1" }, "no such filter")] };
  const end = (fake: FakeIstiod) => {
    const said: unknown[] = [];
    const act: Settling["act"] = async (settling, call) => {
      await call("written");
      said.push(await remove(settling));
      said.push(said[0] === undefined ? undefined : await call("before-removals"));
    };
    return settle(fake, { act }).then(() => said);
  };

  it("does not hold its own deletion", async () => {
    expect(await end({ ...rejecting, filters: () => listOf(filter) })).toEqual([undefined, undefined]);
    expect(warn.mock.calls.map(([message]) => message)).toEqual([
      "an EnvoyFilter is deleted though proxies lack something: rejected by web.shop: no such filter",
    ]);
  });

  it("holds it where a version is to go too, and says how to go on", async () => {
    const [, held] = await end({ ...rejecting, filters: () => listOf(filter), rules: () => listOf(former) });
    expect(held).toBe(
      "nothing is deleted yet: after 10 s 0 of 1 proxies have it; rejected by web.shop: no such filter; " +
        "run again once they have it, or remove the EnvoyFilter shop/bad in a run of its own",
    );
  });

  it("holds what is to go where it stays", async () => {
    const [, held] = await end(rejecting);
    expect(held).toBe(
      "nothing is deleted yet: after 10 s 0 of 1 proxies have it; rejected by web.shop: no such filter; run again once they have it",
    );
  });
});

it("says where it asked the proxies themselves", async () => {
  const subsets = [{ name: "v2" }];
  const own = () => JSON.stringify(["", "v2"].map((name) => `outbound|80|${name}|reviews.shop.svc.cluster.local`));
  const manifests = [object("DestinationRule", "reviews.v2", { ...(version.spec as object), subsets }), route];
  await settle(
    { rows: () => undefined, own, pods: () => listOf(runningPod("web")) },
    {
      args: { manifests },
      act: async (settling, call) => {
        await call("written");
        expect(await remove(settling)).toBeUndefined();
      },
    },
  );
  expect(warn.mock.calls.map(([message]) => message)).toEqual([
    "the proxies were asked themselves, which say of versions alone whether they have them; istiod in mesh could not be asked: " +
      "pilot-discovery request GET /debug/syncz in mesh/istiod: the connection ended before the command did",
  ]);
  expect(info.mock.calls.map(([message]) => message)).toEqual([expect.stringMatching(/^1 of 1 proxies have it/)]);
});

describe("what is tightened", () => {
  const names = (manifest: Manifest, settling: ProxySettling) =>
    Object.fromEntries(
      Object.entries(settling.hook(manifest).hooks ?? {}).map(([step, hooks]) => [
        step,
        (hooks as pulumi.ResourceHook[]).map(({ name }) => name.replace("P/p-", "")),
      ]),
    );
  const allowing = object("AuthorizationPolicy", "web", { rules: [{}] });
  const denying = object("AuthorizationPolicy", "default", {});
  const strict = object("PeerAuthentication", "default", { mtls: { mode: "STRICT" } });
  const permissive = object("PeerAuthentication", "default", { mtls: { mode: "PERMISSIVE" } });
  const disabled = object("PeerAuthentication", "default", { mtls: { mode: "DISABLE" } });

  it("is held: what refuses all else, by those that allow, and a change to strict mutual TLS", async () => {
    const after = { afterCreate: ["access-written"], afterUpdate: ["access-written"] };
    const free = { beforeCreate: [], beforeUpdate: [], ...after };
    const held = { beforeCreate: ["access-with-proxies"], beforeUpdate: ["access-with-proxies"], ...after };
    for (const [manifests, expected] of [
      [[allowing, denying], held],
      [[denying], free],
    ] as const) {
      await settle(
        { rows: () => [] },
        {
          args: { manifests },
          act: (settling) => {
            expect(names(denying, settling)).toEqual(expected);
            expect(names(allowing, settling)).toEqual(free);
            expect(names(strict, settling)).toEqual({ beforeUpdate: ["mutual-tls-with-proxies"] });
            expect(names(permissive, settling)).toEqual({});
            return Promise.resolve();
          },
        },
      );
    }
  });

  it("waits for those that serve before the others are refused", async () => {
    const listeners = { "type.googleapis.com/envoy.config.listener.v3.Listener": { sent: "2", acked: "1" } };
    await settle(
      { rows: () => [{ proxy: "web.shop", resources: listeners }] },
      {
        act: async (_settling, call) => {
          expect(await call("access-with-proxies")).toBe(
            "access stays as it is: after 10 s 0 of 1 proxies have it; late: web.shop; run again once they have it",
          );
        },
      },
    );
  });

  it.each<[string, Manifest, number, number]>([
    ["waits for clients, from PERMISSIVE", permissive, 2, 0],
    ["warns too, from DISABLE", disabled, 2, 1],
    ["has nothing to wait for where it was strict", strict, 0, 0],
  ])("of mutual TLS %s", async (_, before, looks, warnings) => {
    const requests = await settle(
      { rows: () => [inStep] },
      {
        act: async (_settling, call) => {
          expect(await call("mutual-tls-with-proxies", strict, before)).toBeUndefined();
        },
      },
    );
    expect(asks(requests)).toBe(looks);
    expect(warn).toHaveBeenCalledTimes(warnings);
  });
});
