// Does not prove that istiod can reach a provider, nor that its list is the same in other versions of Istio.
import { describe, expect, it } from "vitest";
import {
  builtInProviders,
  listExtensionProviders,
  listProviderHosts,
} from "../../../src/istio/control-plane/extension-providers.js";
import { resolveControlPlane } from "../../../src/istio/control-plane/resolve.js";
import type { ControlPlaneSettings } from "../../../src/istio/control-plane/settings.js";

const provider = (name: string, more: object = {}) => ({ name, ...more });
const meshConfig = (...extensionProviders: unknown[]) => ({ extensionProviders });

it("knows those that Istio has in every mesh", () => {
  expect(builtInProviders).toEqual(["prometheus", "stackdriver", "envoy"]);
});

describe("listExtensionProviders", () => {
  it.each<[string, ControlPlaneSettings, string[]]>([
    ["the default profile's: none", {}, []],
    ["a profile's", { profile: "demo" }, ["otel", "skywalking", "otel-tracing", "jaeger"]],
    [
      "the settings', in place of the profile's",
      { profile: "demo", meshConfig: meshConfig(provider("mine")) },
      ["mine"],
    ],
    ["none, where the settings say so", { profile: "demo", meshConfig: meshConfig() }, []],
    [
      "the chart values', in place of the settings'",
      {
        meshConfig: meshConfig(provider("weaker")),
        values: { istiod: { meshConfig: meshConfig(provider("one"), provider("two")) } },
      },
      ["one", "two"],
    ],
    [
      "the settings', where the chart values say nothing",
      { meshConfig: meshConfig(provider("a")), values: { istiod: {} } },
      ["a"],
    ],
    ["what is not a list counts as nothing", { meshConfig: { extensionProviders: "a" } }, []],
    ["nor do entries that are no maps", { meshConfig: meshConfig("a", null, provider("b")) }, ["b"]],
  ])("%s", (_what, settings, expected) => {
    expect(listExtensionProviders(resolveControlPlane(settings))).toEqual(expected);
  });
});

describe("listProviderHosts", () => {
  it("is each service once, without the namespace that Istio lets stand before it", () => {
    const jaeger = { service: "jaeger.tracing.svc.cluster.local", port: 4317 };
    const settings = {
      meshConfig: meshConfig(
        provider("otel", { opentelemetry: jaeger }),
        provider("zipkin", { zipkin: { ...jaeger, service: "tracing/jaeger.tracing.svc.cluster.local" } }),
        provider("oauth2-proxy", { envoyExtAuthzHttp: { service: "auth.example.com", port: 80 } }),
        provider("file", { envoyFileAccessLog: { path: "/dev/stdout" } }),
        provider("odd", { envoyExtAuthzGrpc: { service: 5 } }),
      ),
    };
    expect(listProviderHosts(resolveControlPlane(settings))).toEqual([
      "auth.example.com",
      "jaeger.tracing.svc.cluster.local",
    ]);
    expect(listProviderHosts(resolveControlPlane({}))).toEqual([]);
  });
});
