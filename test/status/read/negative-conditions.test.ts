// Conditions as Istio and others write them. Does not prove that Istio writes these: its own analyzer reads them so.
import { describe, expect, it } from "vitest";
import type { Manifest } from "../../../src/kubernetes/manifest.js";
import { listNegative } from "../../../src/status/read/negative-conditions.js";

const make = (kind: string, status: object, spec = {}): Manifest => ({
  ...{ apiVersion: "v1", kind, metadata: { namespace: "shop", name: "web" }, spec, status },
});
const condition = (type: string, status: string, reason = "Why") => ({ type, status, reason, message: "words" });
const list = (object: Manifest) =>
  listNegative(object, (name) => name === "istio").map(({ type, reason, message }) => `${type} ${reason} ${message}`);

it.each<[string, Manifest, string[]]>([
  ["a route of Istio's", route("istio.io/gateway-controller", condition("Accepted", "False")), ["Accepted Why words"]],
  ["a route of another controller", route("example.net/gateway", condition("Accepted", "False")), []],
  ["a route that is taken", route("istio.io/gateway-controller", condition("ResolvedRefs", "True")), []],
  [
    "a Service whose waypoint is not there",
    make("Service", { conditions: [condition("istio.io/WaypointBound", "False")] }),
    ["istio.io/WaypointBound Why words"],
  ],
  ["a Service of others", make("Service", { conditions: [condition("LoadBalancerPortsError", "False")] }), []],
  [
    "a policy that a waypoint takes in part",
    make("AuthorizationPolicy", { conditions: [condition("WaypointAccepted", "True", "PartiallyInvalid")] }),
    ["WaypointAccepted PartiallyInvalid words"],
  ],
  ["an object without a status", make("ServiceEntry", {}), []],
  ["a kind that is not read", make("Deployment", { conditions: [condition("Accepted", "False")] }), []],
])("reads %s", (_what, object, expected) => {
  expect(list(object)).toEqual(expected);
});

describe("a Gateway", () => {
  const status = { conditions: [condition("Programmed", "False", "AddressNotAssigned")] };
  it("of Istio's class counts, one of another does not", () => {
    expect(list(make("Gateway", status, { gatewayClassName: "istio" }))).toEqual([
      "Programmed AddressNotAssigned words",
    ]);
    expect(list(make("Gateway", status, { gatewayClassName: "other" }))).toEqual([]);
    // Istio's own Gateways have no class.
    expect(list(make("Gateway", status))).toEqual([]);
  });
});

function route(controllerName: string, one: object): Manifest {
  return make("HTTPRoute", { parents: [{ controllerName, conditions: [one] }] });
}
