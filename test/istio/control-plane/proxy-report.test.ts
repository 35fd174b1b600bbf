// Texts alone. Does not prove that a proxy is as they say.
import { describe, expect, it } from "vitest";
import { countProxies, formatMissing } from "../../../src/istio/control-plane/proxy-report.js";
import type { ProxyState } from "../../../src/istio/control-plane/proxy-sync.js";

const confirmed: ProxyState = { proxy: "ok.shop", state: "confirmed" };
const late = (proxy: string): ProxyState => ({ proxy, state: "late" });
const rejected = (proxy: string, reason: string): ProxyState => ({ proxy, state: "rejected", reason });

describe("the count", () => {
  it.each([
    [[confirmed, confirmed], [], "2 of 2 proxies have it"],
    [[confirmed, late("a")], ["b"], "1 of 3 proxies have it"],
    [[], [], "0 of 0 proxies have it"],
  ])("is of all that should have it", (states, unreachable, text) => {
    expect(countProxies({ states, unreachable })).toBe(text);
  });
});

describe("what is missing", () => {
  it("tells late, rejected and unreachable proxies apart, each reason once", () => {
    const states = [
      confirmed,
      late("a"),
      rejected("b", "bad\n  filter"),
      rejected("c", "bad\n  filter"),
      rejected("d", "x"),
    ];
    expect(formatMissing({ states, unreachable: ["e"] })).toBe(
      "late: a; rejected by b, c: bad filter; rejected by d: x; not connected to istiod: e",
    );
    expect(formatMissing({ states: [confirmed], unreachable: [] })).toBe("");
  });

  it("names five of many, and shortens long reasons", () => {
    const states = Array.from({ length: 42 }, (_, index) => late(`p${index}`));
    expect(formatMissing({ states, unreachable: [] })).toBe("late: p0, p1, p2, p3, p4 and 37 more");
    const long = formatMissing({ states: [rejected("a", "y".repeat(1000))], unreachable: [] });
    expect(long).toBe(`rejected by a: ${"y".repeat(400)}…`);
  });
});
