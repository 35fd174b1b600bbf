// Rows as istiod's /debug/syncz writes them. Does not prove that a proxy that confirms also obeys: the end-to-end tests do.
import { describe, expect, it } from "vitest";
import { ProxyFollower, type ProxySync } from "../../../src/istio/control-plane/proxy-sync.js";

const row = (proxy: string, resources: ProxySync["resources"]): ProxySync => ({ proxy, resources });
const same = { sent: "nonce-1", acked: "nonce-1" };
const behind = { sent: "2", acked: "1" };
const look = (...rows: ProxySync[]) => new ProxyFollower().look(rows);

describe("at the first look a proxy", () => {
  it.each<[string, ProxySync["resources"], boolean]>([
    ["has confirmed all that was sent", { CDS: same, LDS: same }, false],
    ["has not confirmed one of them yet", { CDS: same, LDS: { sent: "nonce-2", acked: "nonce-1" } }, true],
    ["has confirmed nothing yet", { CDS: { sent: "nonce-1" } }, true],
    ["has refused: the older one stays confirmed", { RDS: { sent: "nonce-3", acked: "nonce-2" } }, true],
    ["was sent nothing of a type", { CDS: same, ECDS: {} }, false],
    ["was sent nothing at all", {}, false],
    ["is of an istiod that writes no resources", undefined, false],
  ])("%s", (_what, resources, isBehind) => {
    expect(look(row("web.shop", resources))).toEqual([{ proxy: "web.shop", state: isBehind ? "late" : "confirmed" }]);
  });

  it("is named in alphabetical order, however many istiods say so", () => {
    const states = look(row("b", { CDS: behind }), row("ok", { CDS: same }), row("a", { CDS: behind }));
    expect(states.map(({ proxy, state }) => `${proxy} ${state}`)).toEqual(["a late", "b late", "ok confirmed"]);
    expect(look()).toEqual([]);
  });

  it("says why it rejects", () => {
    const states = look(row("web", { CDS: same, RDS: { ...behind, lastError: "no such filter" } }));
    expect(states).toEqual([{ proxy: "web", state: "rejected", reason: "no such filter" }]);
  });

  it("counts by what is awaited", () => {
    const resources = {
      "type.googleapis.com/envoy.config.listener.v3.Listener": { ...behind, lastError: "bad filter" },
    };
    const follow = (types: ConstructorParameters<typeof ProxyFollower>[0]) =>
      new ProxyFollower(types).look([row("web", resources)])[0]?.state;
    expect(follow({ types: ["Cluster", "RouteConfiguration"] })).toBe("confirmed");
    expect(follow({ types: ["Listener"] })).toBe("rejected");
    expect(follow({})).toBe("rejected");
  });

  it.each([
    ["Error adding/updating cluster(s) outbound|80|v1|other.shop.svc: bad", ["reviews.shop.svc"], "confirmed"],
    ["Error adding/updating cluster(s) outbound|80|v1|reviews.shop.svc: bad", ["reviews.shop.svc"], "rejected"],
    ["Proto constraint validation failed", ["reviews.shop.svc"], "rejected"],
    ["Error adding/updating cluster(s) outbound|80|v1|other.shop.svc: bad", undefined, "rejected"],
  ])("that says %s, where %s are awaited, is %s", (lastError, hosts, state) => {
    const rows = [row("web", { "type.googleapis.com/envoy.config.cluster.v3.Cluster": { ...behind, lastError } })];
    expect(new ProxyFollower({ hosts }).look(rows)[0]?.state).toBe(state);
  });
});

it("does not mind what Envoy says of the cluster of a version that goes", () => {
  const host = "reviews.shop.svc";
  const state = (lastError: string) => {
    const rows = [row("web", { "type.googleapis.com/envoy.config.cluster.v3.Cluster": { ...behind, lastError } })];
    return new ProxyFollower({ hosts: [host], leaving: [{ host, subset: "v1" }] }).look(rows)[0]?.state;
  };
  expect(state(`Error adding/updating cluster(s) outbound|80|v1|${host}: bad`)).toBe("confirmed");
  expect(state(`Error adding/updating cluster(s) outbound|80|v1|${host}: bad, outbound|80|v2|${host}: bad`)).toBe(
    "rejected",
  );
});

describe("later a proxy", () => {
  const follow = (...looks: ProxySync["resources"][]) => {
    const follower = new ProxyFollower();
    return looks.map((resources) => follower.look([row("web", resources)])[0]?.state);
  };

  it("has what it lacked once it confirms anything, though more was sent", () => {
    const first = { CDS: { sent: "2", acked: "1" } };
    expect(follow(first, { CDS: { sent: "3", acked: "1" } }, { CDS: { sent: "4", acked: "3" } })).toEqual([
      "late",
      "late",
      "confirmed",
    ]);
  });

  it("need not confirm what was sent after it had all", () => {
    expect(follow({ CDS: same }, { CDS: { sent: "2", acked: "nonce-1" } })).toEqual(["confirmed", "confirmed"]);
  });

  it("that connects anew must confirm what it gets then", () => {
    const steps = [{ CDS: behind }, { CDS: { sent: "5" } }, { CDS: { sent: "5", acked: "5" } }];
    expect(follow(...steps)).toEqual(["late", "late", "confirmed"]);
  });

  it("may reject, and confirm what is sent instead", () => {
    const steps = [{ RDS: { ...behind, lastError: "bad" } }, { RDS: { sent: "3", acked: "3" } }];
    expect(follow(...steps)).toEqual(["rejected", "confirmed"]);
  });
});

describe("a proxy that two istiods name", () => {
  const old = { CDS: { ...behind, sentTime: "2026-01-01T00:00:00Z" } };
  const fresh = { CDS: { ...same, sentTime: "2026-01-01T00:00:10Z" } };

  it.each([
    [old, fresh],
    [fresh, old],
  ])("is as the one says that sent to it last", (...both) => {
    expect(look(...both.map((resources) => row("web", resources)))).toEqual([{ proxy: "web", state: "confirmed" }]);
  });

  it("is late where none says when, and one says so", () => {
    const rows = [row("web", { CDS: same }), row("web", { CDS: behind }), row("web", { CDS: same })];
    expect(look(...rows)).toEqual([{ proxy: "web", state: "late" }]);
  });
});

it("follows 1,000 proxies in milliseconds", () => {
  const follower = new ProxyFollower();
  const rows = Array.from({ length: 1000 }, (_, index) => row(`web-${index}`, { CDS: behind, LDS: same, RDS: same }));
  const before = performance.now();
  expect(follower.look(rows).filter(({ state }) => state === "late").length).toBe(1000);
  expect(performance.now() - before).toBeLessThan(500);
});
