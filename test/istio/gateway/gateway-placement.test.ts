// Does not prove that the webhook leaves these pods alone: which ones it takes is read from the chart's selectors.
import { describe, expect, it } from "vitest";
import { formatProblem } from "../../findings/format-problem.js";
import type { PlacementNamespace } from "../../../src/istio/gateway/gateway-placement.js";
import { findMeshGatewayProblems } from "../../../src/istio/gateway/mesh-gateway-problems.js";
import { computeMeshGateways, type PlacedGateway } from "../../../src/istio/gateway/mesh-gateways.js";
import type { ControlPlaneSettings } from "../../../src/istio/control-plane/settings.js";

const check = (
  controlPlane: ControlPlaneSettings,
  gateways: Record<string, PlacedGateway>,
  namespaces: Record<string, PlacementNamespace> = {},
) => findMeshGatewayProblems(controlPlane, gateways, namespaces, new Date()).map(formatProblem);

const refused = (has: string, plane: string, remedy: string) =>
  `error MESH0116: gateway public: its namespace edge has ${has}, but its control plane has ${plane}; its pods would never get a proxy's image; ${remedy}`;
const enabled = 'set its `injection` to "enabled" or "none"';
const canary = 'set its `injection` to "revision" with `revision: "canary"`, or to "none"';
const tagged: ControlPlaneSettings = { revision: "canary", values: { istiod: { revisionTags: ["prod"] } } };
const isDefault: ControlPlaneSettings = { revision: "canary", values: { istiod: { revisionTags: ["default"] } } };

describe("a gateway's namespace", () => {
  it.each<[ControlPlaneSettings, PlacementNamespace, string[]]>([
    [{}, {}, []],
    [{}, { injection: "enabled" }, []],
    [{}, { injection: "none" }, []],
    [{}, { injection: "ambient" }, []],
    [{}, { injection: "disabled" }, [refused('`injection: "disabled"`', "no revision", enabled)]],
    [{}, { injection: "revision", revision: "canary" }, [refused('`revision: "canary"`', "no revision", enabled)]],
    [{ revision: "canary" }, { injection: "revision", revision: "canary" }, []],
    [{ revision: "canary" }, { injection: "none" }, []],
    [{ revision: "canary" }, { injection: "ambient" }, []],
    [{ revision: "canary" }, {}, [refused('`injection: "enabled"`', 'the revision "canary"', canary)]],
    [
      { revision: "canary" },
      { injection: "disabled" },
      [refused('`injection: "disabled"`', 'the revision "canary"', canary)],
    ],
    [
      { revision: "canary" },
      { injection: "revision", revision: "stable" },
      [refused('`revision: "stable"`', 'the revision "canary"', canary)],
    ],
    [tagged, { injection: "revision", revision: "prod" }, []],
    [isDefault, {}, []],
    [
      tagged,
      { injection: "revision", revision: "test" },
      [refused('`revision: "test"`', 'the revision "canary" and the tags prod', canary)],
    ],
    // What is wrong with the namespace itself is said there.
    [{}, { injection: "revision" }, []],
  ])("of %j with %j", (controlPlane, namespace, expected) => {
    expect(check(controlPlane, { public: { namespace: "edge" } }, { edge: namespace, other: {} })).toEqual(expected);
  });

  it("is that of the control plane where none is named, and counts for the profile's gateways too", () => {
    const found = findMeshGatewayProblems(
      { namespace: "mesh" },
      { public: {} },
      { mesh: { injection: "disabled" } },
      new Date(),
    );
    expect(found.map(({ path, code }) => [path[1], code])).toEqual([
      ["istio-ingressgateway", "MESH0116"],
      ["public", "MESH0116"],
    ]);
  });
});

describe("a gateway's revision", () => {
  it("is that of its control plane", () => {
    const controlPlane: ControlPlaneSettings = { profile: "minimal", revision: "canary" };
    expect(computeMeshGateways(controlPlane, { public: {} }).public?.revision).toBe("canary");
    expect(check(controlPlane, { public: { revision: "canary" } })).toEqual([]);
    expect(check(tagged, { public: { revision: "prod" } })).toEqual([]);
  });

  it("cannot be another one's", () => {
    expect(check({ revision: "canary" }, { public: { revision: "stable" } })).toEqual([
      'error MESH0117: gateway public: `revision` is "stable", but the mesh\'s control plane has the revision "canary"; leave the gateway\'s `revision` out',
    ]);
    expect(check({}, { public: { revision: "stable" } })).toEqual([
      "error MESH0117: gateway public: `revision` is \"stable\", but the mesh's control plane has no revision; leave the gateway's `revision` out",
    ]);
  });

  it("is not blamed for a control plane's that is none", () => {
    expect(check({ revision: "1.31" }, { public: {} })).toEqual([]);
  });
});

it("judges a gateway by its profile and its direction", () => {
  const podDisruptionBudget = { maxUnavailable: 1 };
  const autoscaling = { minReplicas: 2 };
  expect(check({}, { public: { podDisruptionBudget, autoscaling } })).toEqual([]);
  expect(check({ profile: "demo" }, { public: { podDisruptionBudget } })).toHaveLength(1);
  expect(
    check({ profile: "demo" }, { "istio-egressgateway": { kind: "egress", sourceRanges: ["10.0.0.0/8"] } }),
  ).toEqual([
    'error MESH0118: `sourceRanges` is given, but `serviceType` is "ClusterIP"; remove it, or set `serviceType` to LoadBalancer',
  ]);
});

it("leaves a profile that there is not to the control plane's findings", () => {
  const profile = "dmeo" as ControlPlaneSettings["profile"];
  expect(check({ profile }, { public: { namespace: "edge" } }, { edge: { injection: "disabled" } })).toEqual([]);
});
