// The state is a file of the test. Does not prove that the engine creates these objects over what is there: test/e2e/killed.test.ts does.
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { placeState } from "../../src/cli/engine-state.js";
import { forgetUnnotedObjects, noteUnnotedObjects } from "../../src/cli/unnoted-objects.js";

const dev = { stack: "dev" };
const note = () => join(folder, "pulumi-istio/runs/pulumi-istio/dev.unnoted.json");
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "pulumi-istio-unnoted-"));
  vi.stubEnv("XDG_STATE_HOME", folder);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

/** A state whose run was killed in the middle of these operations: `creating Service web`. */
function killAt(...operations: string[]): void {
  const pending = operations.map((operation) => {
    const [type = "", kind = "", name = ""] = operation.split(" ");
    const resource = { type: kind, urn: `urn:pulumi:dev::p::${kind}::${name}` };
    return { type, resource };
  });
  const file = placeState(dev);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify({ checkpoint: { latest: { pending_operations: pending } } }));
}

it("notes the Kubernetes objects that a killed run was creating, over several killed runs, until one has succeeded", () => {
  expect(noteUnnotedObjects(dev)).toEqual([]);
  expect(existsSync(note())).toBe(false);
  killAt(
    "creating kubernetes:core/v1:Service web",
    "updating kubernetes:apps/v1:Deployment web",
    "creating aws:s3:Bucket b",
  );
  expect(noteUnnotedObjects(dev)).toEqual(["urn:pulumi:dev::p::kubernetes:core/v1:Service::web"]);
  killAt("creating kubernetes:core/v1:Service cart", "creating kubernetes:core/v1:Service web");
  const both = ["web", "cart"].map((name) => `urn:pulumi:dev::p::kubernetes:core/v1:Service::${name}`);
  expect(noteUnnotedObjects(dev)).toEqual(both);
  killAt();
  expect(noteUnnotedObjects(dev)).toEqual(both);
  forgetUnnotedObjects(dev);
  expect(noteUnnotedObjects(dev)).toEqual([]);
});

it("says that its own file is broken", () => {
  mkdirSync(dirname(note()), { recursive: true });
  writeFileSync(note(), "{");
  expect(() => noteUnnotedObjects(dev)).toThrow(/dev\.unnoted\.json is broken, no JSON: .*; remove it$/);
});
