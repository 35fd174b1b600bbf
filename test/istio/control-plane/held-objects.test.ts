// Metadata as the API server and istiod's /debug/configz have it. Does not prove that an istiod has sent what it holds: proxies say that.
import { expect, it } from "vitest";
import { findUnread } from "../../../src/istio/control-plane/held-objects.js";
import type { Manifest } from "../../../src/kubernetes/manifest.js";

const rule = (name: string, uid: string, generation: number, more: object = {}): Manifest => ({
  apiVersion: "networking.istio.io/v1",
  kind: "DestinationRule",
  metadata: { name, namespace: "shop", uid, generation, ...more },
});
const wanted = [rule("v1", "a", 2), rule("v2", "b", 1)];
const others = rule("other", "z", 1);

it.each<[string, Manifest[], string[]]>([
  ["has read all", [rule("v1", "a", 2), rule("v2", "b", 1)], []],
  ["is ahead", [rule("v1", "a", 3), rule("v2", "b", 1)], []],
  ["has an older generation", [rule("v1", "a", 1), rule("v2", "b", 1)], ["DestinationRule shop/v1"]],
  ["does not know one yet", [rule("v1", "a", 2)], ["DestinationRule shop/v2"]],
  ["has one of that name that was there before", [rule("v1", "a", 2), rule("v2", "c", 9)], ["DestinationRule shop/v2"]],
  ["knows neither", [others], ["DestinationRule shop/v1", "DestinationRule shop/v2"]],
  ["reads other namespaces alone", [rule("v1", "y", 1, { namespace: "edge" })], []],
  ["has nothing at all", [], []],
])("an istiod that %s", (_, held, unread) => {
  expect(findUnread(wanted, held)).toEqual(unread);
});

it("does not miss what another revision reads", () => {
  expect(findUnread([rule("v1", "a", 2, { labels: { "istio.io/rev": "canary" } })], [others])).toEqual([]);
});
