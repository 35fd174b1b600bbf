// Does not prove that the table is still what Istio's page of supported releases says.
import { describe, expect, it } from "vitest";
import { formatProblem } from "../../findings/format-problem.js";
import {
  computeNewestKubernetes,
  defaultIstioVersion,
  findUnknownReleases,
  findVersionErrors,
  findVersionProblems,
  versions,
} from "../../../src/istio/versions/versions.js";

const today = "2026-09-30";
const find = (istio: string, kubernetes?: string, day = today): string[] =>
  findVersionProblems({ istio, kubernetes, today: day }).map(formatProblem);

describe("findVersionProblems", () => {
  it.each([
    [defaultIstioVersion, undefined],
    ["1.31.4", "v1.36.3"],
    ["1.30.4", "1.32"],
    ["1.30.0-rc.1", "v1.33.5-eks-1a2b3c"],
    ["1.32.0", "v1.36.3"],
    ["1.29.2", "v1.34.0"],
    ["1.30.0", "v1.34.0"],
    ["1.32-alpha.0f1e2d", "v1.32.0"],
    ["1.29.9", "1.31.4-gke.100"],
  ])("Istio %s on Kubernetes %s: nothing to say", (istio, kubernetes) => {
    expect(find(istio, kubernetes)).toEqual([]);
  });

  it.each([
    [
      "1.27.3",
      undefined,
      "error MESH0101: Istio 1.27.3 is not supported; the supported minors are 1.28, 1.29, 1.30, 1.31, 1.32; set `version` to one of them, for example 1.31.4",
    ],
    ["v1.31.4", undefined, 'error MESH0105: Istio\'s version is "v1.31.4"; write it as in 1.31.4'],
    ["latest", undefined, 'error MESH0105: Istio\'s version is "latest"; write it as in 1.31.4'],
    [
      "1.31",
      undefined,
      'error MESH0105: Istio\'s version is "1.31", which is not one release; name the patch release, for example 1.31.4',
    ],
    [
      "1.31.4",
      "v1.31.4",
      "error MESH0102: Istio 1.31 supports Kubernetes 1.32-1.36, the cluster runs v1.31.4; upgrade the cluster, or use Istio 1.28 (1.30-1.34) or 1.29 (1.31-1.35)",
    ],
    [
      "1.31.4",
      "v1.24.0",
      "error MESH0102: Istio 1.31 supports Kubernetes 1.32-1.36, the cluster runs v1.24.0; upgrade the cluster",
    ],
    [
      "1.29.9",
      "v1.36.3",
      "warning MESH0104: Istio 1.29 supports Kubernetes 1.31-1.35, the cluster runs v1.36.3; try it on a test cluster first, or use Istio 1.30 (1.32-1.36) or 1.31 (1.32-1.36)",
    ],
    [
      "1.31.4",
      "1.40.0",
      "warning MESH0104: Istio 1.31 supports Kubernetes 1.32-1.36, the cluster runs 1.40.0; try it on a test cluster first",
    ],
    ["1.31.4", "unknown", 'error MESH0105: the version of Kubernetes is "unknown"; write it as in 1.31.4'],
    [
      "1.28.6",
      "1.30.0",
      "warning MESH0103: Istio 1.28 has been out of support since 2026-07-01; upgrade one minor at a time to 1.31.4",
    ],
  ])("Istio %s on Kubernetes %s", (istio, kubernetes, expected) => {
    expect(find(istio, kubernetes)).toEqual([expected]);
  });

  it.each([
    ["1.28.5", "1.28.6", "1.28.6"],
    ["1.29.1", "1.29.10", "1.29.2"],
    ["1.29.0-rc.1", "1.29.10", "1.29.2"],
  ])("refuses %s, whose charts lack a value", (istio, latest, oldest) => {
    expect(findVersionErrors({ istio }).map(formatProblem)).toEqual([
      `error MESH0161: Istio ${istio} has no chart value for the webhooks' failurePolicy, which istiod changes; every later \`up\` would end in a conflict; install ${latest}; ${oldest} is the oldest that has it`,
    ]);
  });

  it.each(["1.28.6", "1.28.10", "1.29.2", "1.29-alpha.0f1e2d", "1.30.0", "1.31.0", "1.32.1"])("takes %s", (istio) => {
    expect(findVersionErrors({ istio })).toEqual([]);
  });

  it("warns from the day after the end of life", () => {
    expect(find("1.29.9", undefined, "2026-10-12")).toEqual([]);
    expect(find("1.29.9", undefined, "2026-10-13")).toHaveLength(1);
  });

  it("reports the end of life and the Kubernetes version at once", () => {
    expect(findVersionProblems({ istio: "1.28.5", kubernetes: "1.29.0", today }).map(({ code }) => code)).toEqual([
      "MESH0161",
      "MESH0103",
      "MESH0102",
    ]);
  });

  it.each(["constructor", "__proto__", "1.31.x.toString"])("has no facts about %j", (istio) => {
    expect(find(istio)).toHaveLength(1);
  });
});

describe("versions", () => {
  it("installs the newest patch of the minor that the tests prove by default, which is the newest announced one", () => {
    const newest = Object.values(versions).filter(({ released }) => released !== undefined);
    expect(defaultIstioVersion).toBe(newest.at(-1)?.latestPatch);
    expect(defaultIstioVersion).toMatch(/^1\.31\./);
  });

  it.each(Object.entries(versions))("of %s have patches of their own minor, in order", (minor, facts) => {
    const { oldestPatch, latestPatch } = facts;
    expect([oldestPatch, latestPatch].map((patch) => patch.replace(/\.\d+$/, ""))).toEqual([minor, minor]);
    expect(oldestPatch.localeCompare(latestPatch, "en", { numeric: true })).toBeLessThanOrEqual(0);
  });

  it("knows which tags the table lacks", () => {
    const known = Object.values(versions).map(({ latestPatch }) => `v${latestPatch}`);
    expect(findUnknownReleases([...known, "v1.24.2", "v1.31.0", "v1.30.2", "v1.33.0-rc.1", "odd"])).toEqual([]);
    expect(findUnknownReleases(["v1.28.10", "v1.31.10", "v1.32.1", "v1.33.0", "v1.100.0"])).toEqual([
      "1.28.10",
      "1.31.10",
      "1.32.1",
      "1.33.0",
      "1.100.0",
    ]);
  });

  it("lists minors and dates in order", () => {
    expect(Object.keys(versions)).toEqual(["1.28", "1.29", "1.30", "1.31", "1.32"]);
    const dates = Object.values(versions).flatMap(({ released }) => released ?? []);
    expect(dates).toEqual([...dates].sort());
    for (const { released, endOfLife, kubernetes } of Object.values(versions)) {
      expect(kubernetes.min).toBeLessThanOrEqual(kubernetes.max);
      if (released !== undefined && endOfLife !== undefined) expect(released < endOfLife).toBe(true);
    }
  });

  it("names the newest Kubernetes of a version", () => {
    expect(computeNewestKubernetes("1.28.3")).toBe("1.34.0");
    expect(computeNewestKubernetes("1.32.0")).toBe("1.36.0");
    expect(() => computeNewestKubernetes("1.2.3")).toThrow(new Error("no facts about Istio 1.2.3"));
  });
});

it("findVersionErrors leaves warnings out", () => {
  expect(findVersionErrors({ istio: "1.28.6", kubernetes: "1.60.0" })).toEqual([]);
  expect(findVersionErrors({ istio: "1.31.4", kubernetes: "1.20.0" }).map(({ code }) => code)).toEqual(["MESH0102"]);
});
