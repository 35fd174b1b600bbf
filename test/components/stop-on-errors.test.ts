// Does not prove that the CLI prints the messages: the end-to-end tests read them.
import * as pulumi from "@pulumi/pulumi";
import { afterEach, expect, it, vi } from "vitest";
import { stopOnErrors } from "../../src/components/stop-on-errors.js";
import type { Finding, Level } from "../../src/finding.js";

const finding = (level: Level, message: string): Finding => ({ code: "MESH0000", level, message });
const warn = vi.spyOn(pulumi.log, "warn").mockResolvedValue();
const info = vi.spyOn(pulumi.log, "info").mockResolvedValue();

afterEach(() => {
  vi.clearAllMocks();
});

it("prints what is no error, and goes on", () => {
  stopOnErrors([finding("warning", "old"), finding("info", "new")]);
  expect(warn.mock.calls).toEqual([["warning MESH0000: old", undefined]]);
  expect(info.mock.calls).toEqual([["info MESH0000: new", undefined]]);
});

it("throws one error that lists all errors, and prints nothing beside it", () => {
  const findings = [finding("error", "one"), finding("warning", "old"), finding("error", "two")];
  expect(() => {
    stopOnErrors(findings);
  }).toThrow(new pulumi.RunError("error MESH0000: one\nerror MESH0000: two"));
  expect(warn).not.toHaveBeenCalled();
});
