// The table of precedence: every value is named after its source, so the expected result is the table itself. The chart's own
// part (profile under values, `pilot` over the top level) is imitated here in a few lines; that the charts do it so is
// proved by rendering them, in the end-to-end tests.
import { expect, it } from "vitest";
import { mergeValues, readValue, type Values } from "../../src/istio/merge.js";
import { profileSettings } from "../../src/istio/control-plane/profile-settings.js";
import { resolveControlPlane } from "../../src/istio/control-plane/resolve.js";
import type { ControlPlaneSettings } from "../../src/istio/control-plane/settings.js";
import { computeValues } from "../../src/istio/control-plane/values.js";
import { deepFreeze } from "./freeze.js";

/** What istiod's templates see: the chart's profile, the values over it, and `pilot` over all of that. */
function imitateIstiodChart(values: Values): Values {
  const profile = Object.entries(profileSettings.demo)
    .map(([path, value]) => path.split(".").reduceRight<unknown>((inner, key) => ({ [key]: inner }), value) as Values)
    .reduce(mergeValues, {});
  const merged = mergeValues(values.profile === "demo" ? profile : {}, values);
  return mergeValues(merged, (merged.pilot ?? {}) as Values);
}

const none: ControlPlaneSettings = {};
const demo: ControlPlaneSettings = { profile: "demo" };

it.each<[path: string, settings: ControlPlaneSettings, expected: unknown]>([
  ["global.hub", none, "docker.io/istio"],
  ["global.hub", { hub: "from-images" }, "from-images"],
  ["global.hub", { hub: "from-images", values: { istiod: { global: { hub: "from-overlay" } } } }, "from-overlay"],
  ["hub", { hub: "from-images", values: { istiod: { hub: "from-overlay" } } }, "from-overlay"],
  ["global.tag", { version: "from-package" }, "from-package"],
  ["global.tag", { version: "from-package", tag: "from-images" }, "from-images"],
  ["meshConfig.accessLogFile", demo, "/dev/stdout"],
  ["meshConfig.accessLogFile", { ...demo, meshConfig: { accessLogFile: "from-mesh-config" } }, "from-mesh-config"],
  ["meshConfig.accessLogFile", { ...demo, accessLog: { file: "from-typed" } }, "from-typed"],
  [
    "meshConfig.accessLogFile",
    {
      ...demo,
      accessLog: { file: "from-typed" },
      values: { istiod: { meshConfig: { accessLogFile: "from-overlay" } } },
    },
    "from-overlay",
  ],
  ["traceSampling", demo, 100],
  ["traceSampling", { ...demo, tracing: { sampling: 1 } }, 1],
  ["traceSampling", { ...demo, tracing: { sampling: 1 }, values: { istiod: { traceSampling: 2 } } }, 2],
  ["traceSampling", { ...demo, values: { istiod: { traceSampling: 2, pilot: { traceSampling: 3 } } } }, 3],
  ["autoscaleEnabled", demo, false],
  ["autoscaleEnabled", { ...demo, autoscaling: {} }, true],
  ["autoscaleEnabled", { ...demo, autoscaling: {}, values: { istiod: { autoscaleEnabled: false } } }, false],
  ["resources.requests", demo, { cpu: "10m", memory: "100Mi" }],
  ["resources.requests", { ...demo, resources: { requests: { cpu: "1" } } }, { cpu: "1", memory: "100Mi" }],
  [
    "resources.requests",
    {
      ...demo,
      resources: { requests: { cpu: "1" } },
      values: { istiod: { resources: { requests: { memory: "2Gi" } } } },
    },
    { cpu: "1", memory: "2Gi" },
  ],
  [
    "env",
    { env: { A: "from-typed", B: "from-typed" }, values: { istiod: { env: { B: "from-overlay" } } } },
    { A: "from-typed", B: "from-overlay" },
  ],
  [
    "base.validationFailurePolicy",
    { values: { istiod: { base: { validationFailurePolicy: "from-overlay" } } } },
    "Fail",
  ],
])("%s of %j", (path, settings, expected) => {
  expect(
    readValue(imitateIstiodChart(computeValues("istiod", resolveControlPlane(deepFreeze(settings)))), path),
  ).toEqual(expected);
});
