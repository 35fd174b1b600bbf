// Does not prove that pods get a sidecar; the end-to-end tests count their containers.
import { describe, expect, it } from "vitest";
import { formatProblem } from "../../findings/format-problem.js";
import {
  computeInjectionLabels,
  findInjectionConflicts,
  findInjectionProblems,
  Injection,
  type InjectionSettings,
} from "../../../src/istio/control-plane/injection.js";

describe("computeInjectionLabels", () => {
  it.each<[Injection, string | undefined, Record<string, string>]>([
    ["enabled", undefined, { "istio-injection": "enabled" }],
    ["disabled", undefined, { "istio-injection": "disabled" }],
    ["revision", "1-31-1", { "istio.io/rev": "1-31-1" }],
    ["ambient", undefined, { "istio.io/dataplane-mode": "ambient" }],
    ["none", undefined, {}],
  ])("%s", (injection, revision, expected) => {
    expect(computeInjectionLabels(injection, revision)).toStrictEqual(expected);
  });

  it("never says two things: no result conflicts with itself", () => {
    for (const injection of Object.values(Injection)) {
      expect(findInjectionConflicts(computeInjectionLabels(injection, "canary"))).toEqual([]);
    }
  });
});

describe("findInjectionProblems", () => {
  it.each<[InjectionSettings]>([
    [{ injection: "none" }],
    [{ injection: "revision", revision: "canary" }],
    [{ injection: "enabled", labels: { team: "shop" } }],
  ])("%j is fine", (settings) => {
    expect(findInjectionProblems(settings)).toEqual([]);
  });

  it.each<[unknown, string]>([
    [
      { injection: "enable" },
      'error MESH0106: `injection` is "enable", but must be one of enabled, disabled, revision, ambient, none; did you mean "enabled"?; use one of the listed values',
    ],
    [
      { injection: "revision" },
      'error MESH0114: `injection` is "revision", but there is no `revision`; name the `revision`',
    ],
    [
      { injection: "enabled", revision: "canary" },
      'error MESH0114: `revision` is "canary", but `injection` is "enabled", which has none; remove `revision`, or set `injection` to "revision"',
    ],
    [
      { injection: "revision", revision: "1.31" },
      'error MESH0107: `revision` is "1.31", but must be a DNS label of 1-56 characters (a-z, 0-9, "-"; no "."); write it as "1-31"',
    ],
    [
      { injection: "enabled", labels: { "istio.io/rev": "canary" } },
      "error MESH0115: `labels` has istio.io/rev=canary, which decides injection; use `injection` and `revision` instead",
    ],
    [
      { injection: "none", labels: { "istio-injection": "enabled" } },
      "error MESH0115: `labels` has istio-injection=enabled, which decides injection; use `injection` and `revision` instead",
    ],
  ])("%j", (settings, expected) => {
    expect(findInjectionProblems(settings as InjectionSettings).map(formatProblem)).toEqual([expected]);
  });
});

describe("findInjectionConflicts", () => {
  it.each<[Record<string, string>]>([
    [{}],
    [{ "istio-injection": "enabled", team: "shop" }],
    [{ "istio.io/rev": "canary" }],
    [{ "istio-injection": "disabled", "istio.io/rev": "canary", "istio.io/dataplane-mode": "ambient" }],
  ])("%j is clear", (labels) => {
    expect(findInjectionConflicts(labels)).toEqual([]);
  });

  it.each<[Record<string, string>, string]>([
    [{ "istio.io/rev": "canary", "istio-injection": "enabled" }, "istio-injection=enabled, istio.io/rev=canary"],
    [
      { "istio-injection": "enabled", "istio.io/dataplane-mode": "ambient" },
      "istio-injection=enabled, istio.io/dataplane-mode=ambient",
    ],
    [
      { "istio.io/rev": "canary", "istio.io/dataplane-mode": "ambient" },
      "istio.io/rev=canary, istio.io/dataplane-mode=ambient",
    ],
  ])("%j", (labels, listed) => {
    expect(findInjectionConflicts(labels).map(formatProblem)).toEqual([
      `warning IST0123: the namespace has more than one injection label: ${listed}; keep one of the labels`,
    ]);
  });
});
