// Rows as istiod's /debug/syncz writes them. Does not prove that a proxy that confirms also obeys: the end-to-end tests do.
import { expect, it } from "vitest";
import { findBehind, type ProxySync } from "../../../src/istio/control-plane/proxy-sync.js";

const row = (proxy: string, resources: ProxySync["resources"]): ProxySync => ({ proxy, resources });
const same = { sent: "nonce-1", acked: "nonce-1" };

it.each<[string, ProxySync["resources"], boolean]>([
  ["has confirmed all that was sent", { CDS: same, LDS: same }, false],
  ["has not confirmed one of them yet", { CDS: same, LDS: { sent: "nonce-2", acked: "nonce-1" } }, true],
  ["has confirmed nothing yet", { CDS: { sent: "nonce-1" } }, true],
  ["has refused: the older one stays confirmed", { RDS: { sent: "nonce-3", acked: "nonce-2" } }, true],
  ["was sent nothing of a type", { CDS: same, ECDS: {} }, false],
  ["was sent nothing at all", {}, false],
  ["is of an istiod that writes no resources", undefined, false],
])("a proxy that %s", (_what, resources, isBehind) => {
  expect(findBehind([row("web.shop", resources)])).toEqual(isBehind ? ["web.shop"] : []);
});

it("names all that are behind in alphabetical order, however many istiods say so", () => {
  const behind = { CDS: { sent: "2", acked: "1" } };
  expect(findBehind([row("b", behind), row("ok", { CDS: same }), row("c", behind), row("a", behind)])).toEqual([
    "a",
    "b",
    "c",
  ]);
  expect(findBehind([])).toEqual([]);
});
