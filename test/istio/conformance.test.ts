// Compares the tables of facts with Istio's own files, in the Go module that the local cluster is built from. Does not prove
// that other releases of Istio say the same. Skipped, with the reason, where the module is not in Go's cache.
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { beforeEach, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { defaultGatewayPorts } from "../../src/istio/gateway/gateway-values.js";
import { isValues, mergeValues, readValue, type Values } from "../../src/istio/merge.js";
import { platformSettings, profileSettings } from "../../src/istio/control-plane/profile-settings.js";
import { Profile, profiles } from "../../src/istio/control-plane/profiles.js";
import { versions } from "../../src/istio/versions/versions.js";

const module = findModule();

function findModule(): { folder: string } | { missing: string } {
  const cwd = fileURLToPath(new URL("../../src/local/tools/go/tools", import.meta.url));
  try {
    // GOPROXY=off: only look, never download.
    const env = { ...process.env, GOPROXY: "off" };
    const options = { cwd, env, encoding: "utf8", stdio: "pipe" } as const;
    const folder = execFileSync("go", ["list", "-m", "-f", "{{.Dir}}", "istio.io/istio"], options).trim();
    return folder === "" ? { missing: "istio.io/istio is not in Go's module cache" } : { folder };
  } catch (error) {
    return { missing: `go list istio.io/istio: ${error instanceof Error ? error.message : String(error)}` };
  }
}

beforeEach((context) => {
  if ("missing" in module) context.skip(module.missing);
});

function readText(path: string): string {
  if ("missing" in module) throw new Error(module.missing);
  return readFileSync(`${module.folder}/manifests/${path}`, "utf8");
}

const readYaml = (path: string): Values => parse(readText(path)) as Values;

function flatten(values: Values, path: string[] = []): [string, unknown][] {
  return Object.entries(values).flatMap(([key, value]): [string, unknown][] =>
    isValues(value) ? flatten(value, [...path, key]) : [[[...path, key].join("."), value]],
  );
}

describe("profiles", () => {
  it.each(Object.values(Profile))("%s", (profile) => {
    const spec = mergeValues(readYaml("profiles/default.yaml"), readYaml(`profiles/${profile}.yaml`)).spec as Values;
    const isEnabled = (path: string): boolean => readValue(spec, `components.${path}`) === true;
    const isGatewayEnabled = (list: string): boolean => {
      const gateways = readValue(spec, `components.${list}`) as { enabled: boolean }[];
      return gateways.some(({ enabled }) => enabled);
    };
    const { description, ...facts } = profiles[profile];
    expect(description).toMatch(/\.$/);
    expect(facts).toEqual({
      components: {
        base: isEnabled("base.enabled"),
        istiod: isEnabled("pilot.enabled"),
        cni: isEnabled("cni.enabled"),
        ztunnel: isEnabled("ztunnel.enabled"),
        ingressGateway: isGatewayEnabled("ingressGateways"),
        egressGateway: isGatewayEnabled("egressGateways"),
      },
      // toEqual takes a field that is undefined for one that is not there.
      chartProfile: readValue(spec, "values.profile"),
      platform: readValue(spec, "values.global.platform"),
      cniNamespace: readValue(spec, "components.cni.namespace"),
      ztunnelNamespace: readValue(spec, "components.ztunnel.namespace"),
    });
  });

  it("has all of istioctl's", () => {
    if ("missing" in module) return;
    for (const profile of Object.values(Profile)) {
      expect(existsSync(`${module.folder}/manifests/profiles/${profile}.yaml`)).toBe(true);
    }
  });
});

const chartFolders = ["base", "istio-control/istio-discovery", "istio-cni", "ztunnel", "gateway"];
const copies = (name: string): string[] => [
  `helm-profiles/${name}.yaml`,
  ...chartFolders.map((folder) => `charts/${folder}/files/profile-${name}.yaml`),
];

describe("profile settings", () => {
  it.each(Object.entries(profileSettings))("%s, in every chart", (name, settings) => {
    for (const copy of copies(name)) expect(Object.fromEntries(flatten(readYaml(copy)))).toEqual(settings);
  });

  it.each(Object.entries(platformSettings))("platform %s, in every chart", (name, settings) => {
    for (const copy of copies(`platform-${name}`))
      expect(Object.fromEntries(flatten(readYaml(copy)))).toEqual(settings);
  });
});

describe("what the values steps rely on in the charts", () => {
  it("istiod copies `pilot`, cni copies `cni` over the top level; ztunnel, base and gateway have no such step", () => {
    const copyStep = (folder: string): string => readText(`charts/${folder}/templates/zzy_descope_legacy.yaml`);
    expect(copyStep("istio-control/istio-discovery")).toContain('mustMergeOverwrite $.Values (index $.Values "pilot")');
    expect(copyStep("istio-cni")).toContain('mustMergeOverwrite $.Values (index $.Values "cni")');
    for (const folder of ["ztunnel", "base", "gateway"]) expect(() => copyStep(folder)).toThrow("ENOENT");
  });

  it("ztunnel reads `global` at the top level", () => {
    expect(readText("charts/ztunnel/templates/zzz_profile.yaml")).toContain("{{- if true }}");
  });

  it("the gateway chart's own ports", () => {
    const values = readYaml("charts/gateway/values.yaml");
    expect(readValue(values, "_internal_defaults_do_not_set.service.ports")).toEqual(defaultGatewayPorts);
  });
});

it("the minimum Kubernetes of the version that is pinned", () => {
  if ("missing" in module) return;
  const source = readFileSync(`${module.folder}/istioctl/pkg/install/k8sversion/version.go`, "utf8");
  const minimum = /MinK8SVersion\s*=\s*(\d+)/.exec(source)?.[1];
  expect(Number(minimum)).toBe(versions["1.31"]?.kubernetes.min);
});
