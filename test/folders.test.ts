// Does not prove that everything that is kept goes through these folders.
import { homedir } from "node:os";
import { afterEach, expect, it, vi } from "vitest";
import {
  cacheFolder,
  clusterCharts,
  clusterFolder,
  clusterKubeconfig,
  resolvePath,
  stateFolder,
} from "../src/folders.js";

afterEach(() => {
  vi.unstubAllEnvs();
});

it("follows the XDG base directories", () => {
  vi.stubEnv("XDG_CACHE_HOME", "/c");
  vi.stubEnv("XDG_STATE_HOME", "/s");
  expect([cacheFolder(), stateFolder(), clusterFolder("dev"), clusterKubeconfig("dev"), clusterCharts("dev")]).toEqual([
    "/c/pulumi-istio",
    "/s/pulumi-istio",
    "/s/pulumi-istio/clusters/dev",
    "/s/pulumi-istio/clusters/dev/kubeconfig",
    "/s/pulumi-istio/clusters/dev/charts",
  ]);
});

it.each([
  ["not set", undefined],
  ["empty", ""],
  ["a relative path", "state"],
])("or their defaults in the home folder where the variable is %s", (_what, value) => {
  vi.stubEnv("XDG_CACHE_HOME", value);
  vi.stubEnv("XDG_STATE_HOME", value);
  expect([cacheFolder(), stateFolder()]).toEqual([
    `${homedir()}/.cache/pulumi-istio`,
    `${homedir()}/.local/state/pulumi-istio`,
  ]);
});

it.each([
  ["~/.kube/config", `${homedir()}/.kube/config`],
  ["charts", "/project/charts"],
  ["../charts", "/charts"],
  ["/etc/charts", "/etc/charts"],
])("the path %j in a file of /project is %j", (path, expected) => {
  expect(resolvePath(path, "/project")).toBe(expected);
});
