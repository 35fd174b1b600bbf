// Does not prove: that equal keys mean equal bytes; the compiler and the machine are not in the key.
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { cacheEntry, planBuilds } from "../../../src/local/tools/builds.js";
import { computeKey } from "../../../src/local/tools/cache-key.js";
import { catalog, type ToolName } from "../../../src/local/tools/catalog.js";
import { linkerFlags, pinnedVersion, readModuleVersion } from "../../../src/local/tools/pinned-version.js";

const goMod = "module x\n\nrequire example.org/one v1.2.3\n\nrequire (\n\texample.org/two/v2 v2.0.0-x // indirect\n)\n";

test("a key is the version and a hash of the texts", () => {
  expect(computeKey("1.0.0", ["a", "b"])).toBe(computeKey("1.0.0", ["a", "b"]));
  expect(computeKey("1.0.0", ["a", "b"])).toMatch(/^1\.0\.0-[0-9a-f]{12}$/);
  expect(computeKey("1.0.0", ["a", "b"])).not.toBe(computeKey("1.0.0", ["ab", ""]));
  expect(computeKey("1.0.0", ["a", "b"])).not.toBe(computeKey("1.0.0", ["a", "c"]));
});

test("every tool has a key of its pinned version and a place in the cache", () => {
  for (const name of Object.keys(catalog) as ToolName[]) {
    const { key } = cacheEntry(name);
    expect(key.startsWith(`${pinnedVersion(name)}-`), `${name}: ${key}`).toBe(true);
  }
});

test("versions come from go.mod and the wheel's requirement", () => {
  expect(pinnedVersion("kubelet")).toBe("1.36.3");
  expect(pinnedVersion("pulumi")).toBe("3.250.0");
  expect(pinnedVersion("envoy")).toBe("1.40.0");
  expect(pinnedVersion("charts")).toBe(pinnedVersion("pilot-discovery"));
  expect(pinnedVersion("gateway-api")).toBe("1.6.0");
  expect(readModuleVersion(goMod, "example.org/one")).toBe("1.2.3");
  expect(readModuleVersion(goMod, "example.org/two/v2")).toBe("2.0.0-x");
  expect(() => readModuleVersion(goMod, "example.org/two")).toThrow("go.mod requires no example.org/two");
});

test("the Kubernetes binaries report the pinned version", () => {
  expect(linkerFlags("tools")).toContain("-X k8s.io/component-base/version.gitVersion=v1.36.3");
});

test("Istio's binaries report the release whose commit is pinned, which the stack of npm start installs", () => {
  expect(linkerFlags("tools")).toMatch(
    /-X istio\.io\/istio\/pkg\/version\.buildVersion=1\.31\.0 -X istio\.io\/istio\/pkg\/version\.buildTag=1\.31\.0$/,
  );
  // Of another commit somebody must look which release it is.
  expect(pinnedVersion("pilot-discovery")).toBe("0.0.0-20260827124520-eed52ebb66ad");
  expect(readFileSync("stacks/Pulumi.dev.yaml", "utf8")).toContain("\n    version: 1.31.0\n");
});

test("tools of one go build share it, the short builds come first, and the cluster before the engine", () => {
  const plan = planBuilds(["jaeger", "kubelet", "pulumi", "envoy", "etcd", "charts", "gateway-api", "envoy-bootstrap"]);
  expect(plan.map((build) => [build.name, build.go, ...build.entries.map((entry) => entry.name)])).toEqual([
    ["envoy", undefined, "envoy"],
    ["istio-files", undefined, "charts", "envoy-bootstrap"],
    ["gateway-api-files", undefined, "gateway-api"],
    ["cluster", "cluster", "kubelet", "etcd"],
    ["engine", "engine", "pulumi"],
    ["jaeger", "jaeger", "jaeger"],
  ]);
  expect(planBuilds([])).toEqual([]);
});
