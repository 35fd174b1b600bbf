// Does not prove that the CLI prints the messages, or shows what is noted: the end-to-end tests read them.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { afterEach, expect, it, vi } from "vitest";
import { logWarnings, stopOnAny, stopOnErrors } from "../../src/components/stop-on-errors.js";
import type { Finding, Level } from "../../src/findings/finding.js";
import { findingsVariable, readNotedFindings } from "../../src/stack/run-findings.js";

const finding = (level: Level, message: string): Finding => ({ code: "MESH0000", level, message });
const warn = vi.spyOn(pulumi.log, "warn").mockResolvedValue();
const info = vi.spyOn(pulumi.log, "info").mockResolvedValue();

afterEach(() => {
  vi.clearAllMocks();
});

afterEach(() => {
  vi.unstubAllEnvs();
});

it("prints what is no error at once, the worst first, and goes on", () => {
  stopOnErrors([finding("info", "new"), finding("warning", "old")]);
  expect(warn.mock.calls).toEqual([["2 findings\nwarning MESH0000: old\ninfo MESH0000: new", undefined]]);
  stopOnErrors([finding("info", "new")]);
  expect(info.mock.calls).toEqual([["1 finding\ninfo MESH0000: new", undefined]]);
});

it("throws one error that lists all errors, and prints nothing beside it", () => {
  const findings = [finding("error", "one"), finding("warning", "old"), finding("error", "two")];
  expect(() => {
    stopOnErrors(findings);
  }).toThrow(new pulumi.RunError("error MESH0000: one\nerror MESH0000: two"));
  expect(warn).not.toHaveBeenCalled();
});

it("notes findings for who shows them after all runs, each once and the worst first", () => {
  const folder = mkdtempSync(join(tmpdir(), "pulumi-istio-findings-"));
  const file = join(folder, "findings.json");
  vi.stubEnv(findingsVariable, file);
  const findings = [finding("warning", "old"), finding("error", "one"), finding("info", "new")];
  logWarnings(findings.slice(0, 1), {} as pulumi.Resource);
  logWarnings(findings.slice(0, 1), {} as pulumi.Resource);
  expect(() => {
    stopOnAny(findings.slice(1, 2), findings);
  }).toThrow(new pulumi.RunError("stopped by 1 finding, listed at the end; nothing has been changed"));
  expect([warn.mock.calls, info.mock.calls]).toEqual([[], []]);
  expect(readNotedFindings(file)).toEqual([findings[1], findings[0]]);
  rmSync(folder, { recursive: true });
});
