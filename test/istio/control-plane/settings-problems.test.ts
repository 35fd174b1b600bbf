// Does not prove that settings without a finding install: the charts have checks of their own.
import { describe, expect, it } from "vitest";
import { formatProblem } from "../../findings/format-problem.js";
import { findMessageProblems } from "../../../src/istio/mesh-config/check.js";
import { computeMeshConfig } from "../../../src/istio/mesh-config/mesh-config.js";
import { Profile } from "../../../src/istio/control-plane/profiles.js";
import { resolveControlPlane } from "../../../src/istio/control-plane/resolve.js";
import { findSettingsProblems } from "../../../src/istio/control-plane/settings-problems.js";
import type { ControlPlaneSettings } from "../../../src/istio/control-plane/settings.js";
import { deepFreeze } from "../freeze.js";

const find = (settings: unknown): string[] =>
  findSettingsProblems(deepFreeze(settings) as ControlPlaneSettings).map(formatProblem);

const otel = { extensionProviders: [{ name: "otel", opentelemetry: { service: "otel.o11y.svc", port: 4317 } }] };

describe("nothing to say", () => {
  it.each(Object.values(Profile))("profile %s", (profile) => {
    expect(find({ profile })).toEqual([]);
  });

  it.each<ControlPlaneSettings>([
    {},
    { replicas: 1 },
    { replicas: 3, autoscaling: { enabled: false } },
    { autoscaling: { minReplicas: 5 } },
    { tracing: { sampling: 0 } },
    { tracing: { sampling: 100, provider: "otel" }, meshConfig: otel },
    { tracing: { provider: "otel" }, values: { istiod: { meshConfig: otel } } },
    { tracing: { provider: "jaeger" }, profile: "demo" },
    { accessLog: { encoding: "JSON" }, meshConfig: { enableTracing: true } },
    { values: { istiod: { telemetry: { enabled: false } }, base: {} } },
    { values: { cni: { cniBinDir: "/bin" }, ztunnel: {} }, profile: "ambient" },
    // The overlay may repeat what is so anyway, and wins over typed settings without a word.
    { values: { istiod: { revision: "canary", global: { hub: "h" } } }, revision: "canary", hub: "docker.io/istio" },
    { profile: "ambient", untaintNodes: true, version: "1.29.9" },
    { values: { istiod: { base: { validationFailurePolicy: "Fail" } } } },
    { values: { base: { base: { validationFailurePolicy: "Ignore" } } }, profile: "remote" },
  ])("%j", (settings) => {
    expect(find(settings)).toEqual([]);
  });
});

describe("one problem, one finding", () => {
  const profiles = "default, demo, minimal, empty, preview, stable, remote, ambient, openshift, openshift-ambient";
  it.each<[unknown, string]>([
    [
      { profile: "defualt" },
      `error MESH0106: \`profile\` is "defualt", but must be one of ${profiles}; did you mean "default"?; use one of the listed values`,
    ],
    [
      { imagePullPolicy: "never" },
      'error MESH0106: `imagePullPolicy` is "never", but must be one of Always, IfNotPresent, Never; did you mean "Never"?; use one of the listed values',
    ],
    [
      { accessLog: { encoding: "XML" } },
      'error MESH0106: `accessLog.encoding` is "XML", but must be one of TEXT, JSON; use one of the listed values',
    ],
    [
      { revision: "1.31" },
      'error MESH0107: `revision` is "1.31", but must be a DNS label of 1-56 characters (a-z, 0-9, "-"; no "."); write it as "1-31"',
    ],
    [
      { replicas: 0 },
      "error MESH0108: `replicas` is 0, but must be an integer of at least 1; use a number in the named range",
    ],
    [
      { autoscaling: { maxReplicas: 2.5 } },
      "error MESH0108: `autoscaling.maxReplicas` is 2.5, but must be an integer of at least 1; use a number in the named range",
    ],
    [
      { autoscaling: { minReplicas: 6 } },
      "error MESH0108: `autoscaling.minReplicas` (6) is above `autoscaling.maxReplicas` (5); raise `maxReplicas` or lower `minReplicas`",
    ],
    [
      { replicas: 2, autoscaling: { maxReplicas: 3 } },
      "error MESH0109: `replicas` is 2, but `autoscaling` is on; remove `autoscaling`, or remove `replicas` and use `autoscaling.minReplicas`",
    ],
    [
      { tracing: { sampling: 101 } },
      "error MESH0108: `tracing.sampling` is 101, but must be a percentage, 0-100; use a number in the named range",
    ],
    [
      { tracing: { sampling: NaN } },
      "error MESH0108: `tracing.sampling` is NaN, but must be a percentage, 0-100; use a number in the named range",
    ],
    [
      { tracing: { sampling: 5 }, env: { PILOT_TRACE_SAMPLING: "10" } },
      "error MESH0109: `tracing.sampling` and `env.PILOT_TRACE_SAMPLING` set the same field; keep one of the two",
    ],
    [
      { accessLog: {}, meshConfig: { accessLogFile: "/dev/stderr" } },
      "error MESH0109: `accessLog` and `meshConfig.accessLogFile` set the same field; keep one of the two",
    ],
    [
      { profile: "ambient", untaintNodes: true, env: { PILOT_ENABLE_NODE_UNTAINT_CONTROLLERS: "true" } },
      "error MESH0109: `untaintNodes` and `env.PILOT_ENABLE_NODE_UNTAINT_CONTROLLERS` set the same field; keep one of the two",
    ],
    [
      { untaintNodes: true },
      'error MESH0420: `untaintNodes` is on, but profile "default" has no CNI agent; leave it out, or choose an Istio from 1.29 on and a profile with the CNI agent, such as ambient',
    ],
    [
      { profile: "ambient", untaintNodes: true, version: "1.28.3" },
      "error MESH0420: `untaintNodes` is on, but Istio 1.28.3 cannot do it; leave it out, or choose an Istio from 1.29 on and a profile with the CNI agent, such as ambient",
    ],
    [
      { tracing: { provider: "otel" } },
      'error MESH0112: `tracing.provider` is "otel", which is not an extension provider; none is defined; add it to `meshConfig.extensionProviders`',
    ],
    [
      { tracing: { provider: "otle" }, meshConfig: otel },
      'error MESH0112: `tracing.provider` is "otle", which is not an extension provider; known are otel; did you mean "otel"?; add it to `meshConfig.extensionProviders`',
    ],
    [
      // A list replaces the profile's list, so demo's own providers are gone.
      { profile: "demo", tracing: { provider: "jaeger" }, meshConfig: otel },
      'error MESH0112: `tracing.provider` is "jaeger", which is not an extension provider; known are otel; add it to `meshConfig.extensionProviders`',
    ],
  ])("%j", (settings, expected) => {
    expect(find(settings)).toEqual([expected]);
  });
});

describe("the values overlay", () => {
  const charts = "the control plane's charts are base, istiod, cni, ztunnel";
  it.each<[unknown, string]>([
    [
      { istoid: {} },
      `error MESH0110: \`values.istoid\` names no chart; ${charts}; did you mean "istiod"?; remove the entry, or choose a profile that installs the chart`,
    ],
    [{ gateway: {} }, `error MESH0110: \`values.gateway\` names no chart; ${charts}; use the gateway's own \`values\``],
    [
      { cni: {} },
      'error MESH0110: `values.cni` has no effect: profile "default" does not install the chart; remove the entry, or choose a profile that installs the chart',
    ],
    [{ istiod: ["a"] }, "error MESH0110: `values.istiod` must be a map of values; write it as key: value"],
    [
      { istiod: { profile: "demo" } },
      'error MESH0111: `values.istiod.profile` is "demo", which this package decides; set `profile` instead',
    ],
    [
      { istiod: { revision: "a" } },
      'error MESH0111: `values.istiod.revision` is "a", which this package decides; set `revision` instead',
    ],
    [
      { istiod: { pilot: { revision: "a" } } },
      'error MESH0111: `values.istiod.pilot.revision` is "a", which this package decides; set `revision` instead',
    ],
    [
      { base: { global: { istioNamespace: "mesh" } } },
      'error MESH0111: `values.base.global.istioNamespace` is "mesh", which this package decides; set `namespace` instead',
    ],
    [
      { base: { base: { validationFailurePolicy: "Ignore" } } },
      'error MESH0111: `values.base.base.validationFailurePolicy` is "Ignore", which this package decides; leave it out; istiod and a second `up` would fight over the field',
    ],
  ])("%j", (values, expected) => {
    expect(find({ values })).toEqual([expected]);
  });
});

describe("the mesh configuration", () => {
  const drops = "istiod would drop all of the mesh configuration";
  const wrong = {
    defaultConfig: { proxyMetadata: { ISTIO_META_DNS_CAPTURE: true } },
    outboundTrafficPolicy: { mode: "REGISTRY_ONLLY" },
    enableAutoMTLS: true,
  };
  const list = (place: string): string[] => [
    `error MESH0150: \`${place}.defaultConfig.proxyMetadata.ISTIO_META_DNS_CAPTURE\` is true; it must be a string; write "true", in quotes: ${drops}`,
    `error MESH0150: \`${place}.outboundTrafficPolicy.mode\` is "REGISTRY_ONLLY"; allowed are REGISTRY_ONLY, ALLOW_ANY, ALLOW_ANY_DYNAMIC_DNS; did you mean "REGISTRY_ONLY"?; correct it: ${drops}`,
    `warning MESH0151: \`${place}.enableAutoMTLS\` is not a known key; did you mean "enableAutoMtls"?; correct its name, or remove it`,
  ];

  it("of the settings, and of the values for istiod's chart", () => {
    expect(find({ meshConfig: wrong })).toEqual(list("meshConfig"));
    expect(find({ values: { istiod: { meshConfig: wrong } } })).toEqual(list("values.istiod.meshConfig"));
  });

  it("by the version that is installed", () => {
    const meshConfig = { hboneIdleTimeout: "1h" };
    expect(find({ version: "1.28.6", meshConfig })).toEqual([
      "warning MESH0151: `meshConfig.hboneIdleTimeout` is not a known key; Istio has it from 1.29 on, and 1.28 is installed; correct its name, or remove it",
    ]);
    expect(find({ version: "1.29.9", meshConfig })).toEqual([]);
  });

  it.each(Object.values(Profile))("that profile %s brings is right", (profile) => {
    expect(
      findMessageProblems(computeMeshConfig(resolveControlPlane({ profile })), { type: "MeshConfig", minor: "1.28" }),
    ).toEqual([]);
  });
});

it("reports everything at once; charts and providers only of a profile that exists", () => {
  const settings = {
    profile: "nope",
    revision: "a.b",
    replicas: -1,
    tracing: { sampling: 200, provider: "x" },
    values: { cni: {} },
  } as unknown as ControlPlaneSettings;
  const codes = findSettingsProblems(settings).map(({ code }) => code);
  expect(codes).toEqual(["MESH0106", "MESH0107", "MESH0108", "MESH0108"]);
});
