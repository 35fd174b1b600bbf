// Does not prove that the docstrings of the settings name the same defaults.
import { expect, it } from "vitest";
import { resolveGateway } from "../../../src/istio/gateway/resolve.js";
import { deepFreeze } from "../freeze.js";

const defaults = {
  api: "istio",
  kind: "ingress",
  profile: "default",
  version: "1.31.4",
  namespace: "istio-system",
  certificates: {},
  values: {},
} as const;

it("gives each setting its default, also where it is undefined", () => {
  expect(resolveGateway({})).toEqual(defaults);
  expect(resolveGateway({ kind: undefined, namespace: undefined })).toEqual(defaults);
});

it("gives a load balancer of AWS its own", () => {
  expect(resolveGateway(deepFreeze({ awsLoadBalancer: { crossZone: true } })).awsLoadBalancer).toEqual({
    crossZone: true,
    scheme: "internal",
    targetType: "ip",
    proxyProtocol: false,
    attributes: {},
    loadBalancerClass: "service.k8s.aws/nlb",
  });
});

it("keeps what is given, and other inputs", () => {
  const given = { ...defaults, kind: "egress", namespace: "edge", replicas: 2, gatewayName: "out" } as const;
  expect(resolveGateway(deepFreeze({ ...given, profile: "demo" }))).toEqual({ ...given, profile: "demo" });
});
