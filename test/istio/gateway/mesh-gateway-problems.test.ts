// What gateways of one mesh say together, and their names. Does not prove that Kubernetes takes what is left.
import { expect, it } from "vitest";
import { formatProblem } from "../../findings/format-problem.js";
import { findMeshGatewayProblems, type ServingGateway } from "../../../src/istio/gateway/mesh-gateway-problems.js";

const say = (gateways: Record<string, ServingGateway>, profile: "default" | "minimal" = "minimal") =>
  findMeshGatewayProblems({ profile }, gateways, {}, new Date()).map(
    (problem) => `${problem.path.slice(1).join(".")}: ${formatProblem(problem)}`,
  );

const shared = (name: string, labels: string, other: string) =>
  `${name}.labels: error MESH0145: gateway ${name}: its pods have the labels ${labels}, as those of gateway ${other}: each would serve what is exposed at the other; give one of them other \`labels\``;

it("refuses gateways whose pods Istio cannot tell apart, in whatever namespaces", () => {
  const labels = { app: "edge", istio: "edge" };
  expect(say({ a: { labels, namespace: "one" }, b: { labels, namespace: "two" } })).toEqual([
    shared("b", "app=edge,istio=edge", "a"),
  ]);
  expect(say({ a: { labels, api: "gateway-api" }, b: { labels } })).toEqual([shared("b", "app=edge,istio=edge", "a")]);
  // The one that the profile brings.
  const ofProfile = { app: "istio-ingressgateway", istio: "ingressgateway" };
  expect(say({ public: { labels: ofProfile } }, "default")).toEqual([
    shared("public", "app=istio-ingressgateway,istio=ingressgateway", "istio-ingressgateway"),
  ]);
});

it("takes gateways with labels of their own, and Gateways of the Gateway API, which choose no pods", () => {
  const labels = { app: "edge", istio: "edge" };
  expect(say({ a: { labels, api: "gateway-api" }, b: { labels, api: "gateway-api" } })).toEqual([]);
  expect(say({ public: {}, "istio-public": {}, internal: { labels: { istio: "public" } } })).toEqual([]);
});

it("refuses names that Kubernetes does not take", () => {
  const long = "a".repeat(58);
  const none = (name: string, service: string, most = 63) =>
    `${name}: error MESH0147: gateway ${name}: its name cannot be that of its Service, ${service}; begin with a letter and use at most ${most} of a-z, 0-9 and "-"`;
  expect(say({ "my.gateway": {}, Upper: {}, "1st": {}, [long]: {}, [`b${long}`]: { api: "gateway-api" } })).toEqual([
    none("my.gateway", "my.gateway"),
    none("Upper", "Upper"),
    none("1st", "1st"),
    none(`b${long}`, `b${long}-istio`, 57),
  ]);
  expect(say({ public: { namespace: "Bad Space" } })).toEqual([
    'public.namespace: error MESH0147: gateway public: `namespace` is "Bad Space", which is not a name of a namespace; use at most 63 of a-z, 0-9 and "-"',
  ]);
});
