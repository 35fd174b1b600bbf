// Does not prove that a sidecar does the same: the live proof of simulation sends such requests. Single fields of rules have tests of their own.
import { describe, expect, it } from "vitest";
import type { MeshRequest } from "../../../src/simulate/request.js";
import { createService, createVirtualService, listSteps, send, summarize } from "./meshes.js";

const services = [createService("shop", "reviews"), createService("shop", "ratings"), createService("ops", "reviews")];

const reviews = createVirtualService(
  "shop",
  "reviews",
  `  hosts: [reviews]
  http:
  - name: testers
    match: [{ headers: { x-user: { exact: tester } }, uri: { prefix: /api } }]
    rewrite: { uri: / }
    route: [{ destination: { host: reviews, subset: v2 } }]
  - route: [{ destination: { host: reviews, subset: v1 }, weight: 90 }, { destination: { host: ratings }, weight: 10 }]`,
);

it.each<[Partial<MeshRequest>, string[]]>([
  [{}, ["90 % reviews.shop.svc.cluster.local:80/ v1", "10 % ratings.shop.svc.cluster.local:80/"]],
  [{ path: "/api/x", headers: { "x-user": "tester" } }, ["100 % reviews.shop.svc.cluster.local:80//x v2"]],
  [{ host: "ratings.shop" }, ["100 % ratings.shop.svc.cluster.local:80/"]],
  [{ host: "reviews.ops.svc" }, ["100 % reviews.ops.svc.cluster.local:80/"]],
  [{ host: "nope" }, ["100 % broken: DNS knows no nope: shop has no Service nope"]],
  [{ port: 81 }, ["100 % broken: the Service shop/reviews has no port 81"]],
  [{ host: "api.example.com" }, ["100 % api.example.com:80/, not by a proxy, undeclared"]],
])("a request with %j", (given, expected) => {
  expect(summarize(send([...services, reviews], given))).toEqual(expected);
});

it("says which rule takes a request, and why the one before does not", () => {
  expect(listSteps(send([...services, reviews]))).toEqual([
    "VirtualService shop/reviews has the routes of reviews.shop.svc.cluster.local @ spec.hosts",
    'rule "testers" of VirtualService shop/reviews does not match: the path "/" must begin with "/api" @ spec.http.0.match.0.uri',
    "rule 2 of VirtualService shop/reviews takes all requests @ spec.http.1",
    "goes to reviews.shop.svc.cluster.local, subset v1, 90 % of the requests @ spec.http.1.route.0.destination",
  ]);
});

describe("pods without a proxy", () => {
  it.each<[Partial<MeshRequest>, string]>([
    [{}, "100 % broken: DNS knows no reviews: bare has no Service reviews"],
    [{ host: "reviews.shop" }, "100 % reviews.shop.svc.cluster.local:80/, not by a proxy"],
    [{ host: "reviews.shop", port: 81 }, "100 % broken: the Service shop/reviews has no port 81"],
  ])("send %j straight to its address", (given, expected) => {
    const routed = send([...services, reviews], given, "bare/web");
    expect(summarize(routed)).toEqual([expected]);
    if (routed[0] !== undefined && "target" in routed[0]) expect(routed[0].target.delivery).toEqual({ attempts: 0 });
  });
});
