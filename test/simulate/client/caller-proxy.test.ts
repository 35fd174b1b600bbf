// Does not prove what iptables do with a pod's connections: the live tests of annotations do.
import { expect, it } from "vitest";
import { createDeployment, createService, send, summarize } from "./meshes.js";

const service = createService("shop", "reviews");
const key = (name: string) => `traffic.sidecar.istio.io/${name}`;
const through = "100 % reviews.shop.svc.cluster.local:80/";
const beside = `${through}, not by a proxy`;

it.each<[string, string]>([
  ["{}", through],
  [`{ ${key("excludeOutboundPorts")}: "79, 80" }`, beside],
  [`{ ${key("excludeOutboundPorts")}: "8080" }`, through],
  [`{ ${key("includeOutboundIPRanges")}: "" }`, beside],
  [`{ ${key("includeOutboundIPRanges")}: "", ${key("includeOutboundPorts")}: "80" }`, through],
  [`{ ${key("includeOutboundIPRanges")}: "*" }`, through],
  [
    `{ ${key("excludeOutboundIPRanges")}: 10.0.0.0/8 }`,
    "100 % unknown: annotations tell the sidecar's connections by addresses, which objects do not say",
  ],
  [
    "{ sidecar.istio.io/interceptionMode: NONE }",
    "100 % unknown: the pods' interception mode is NONE, so that the application chooses what it calls",
  ],
])("with annotations %s", (annotations, expected) => {
  expect(summarize(send([service, createDeployment("shop", "caller", annotations)], {}, "shop/caller"))).toEqual([
    expected,
  ]);
});

it.each<[string, string, string]>([
  [
    "of a namespace that is not declared",
    "other/caller",
    "the Namespace other is not declared, so it is not known whether Deployment other/caller has a proxy",
  ],
  [
    "in the ambient mode",
    "mesh/caller",
    "Deployment mesh/caller is in the mesh by the ambient mode, which is not simulated",
  ],
])("pods %s are unknown", (_name, from, reason) => {
  const [namespace = ""] = from.split("/");
  const ambient =
    "apiVersion: v1\nkind: Namespace\nmetadata: { name: mesh, labels: { istio.io/dataplane-mode: ambient } }";
  const documents = [service, ambient, createDeployment(namespace, "caller")];
  expect(summarize(send(documents, { host: "reviews.shop" }, from))).toEqual([`100 % unknown: ${reason}`]);
});
