// Does not prove which files the program gives to it: the end-to-end tests run that.
import * as pulumi from "@pulumi/pulumi";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { requireReadableFiles } from "../../src/components/readable-files.js";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "pulumi-istio-files-"));
  for (const name of ["apps", "policies"]) mkdirSync(join(folder, name));
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

const config = { applications: { web: { namespace: "shop" } } };
const web = "apiVersion: v1\nkind: Service\nmetadata: { name: web }\nspec: { ports: [{ name: http, port: 80 }] }\n";
const policies = "service: shop/web\ntimeout: soon\nroutes: [{ name: a, to: { v9: 90 } }]\n";

it("says of one run what is wrong with applications and with policies, and nothing of names that may be in what cannot be read", () => {
  writeFileSync(join(folder, "apps/web.yaml"), web.replace("{ name: web }", "{}"));
  writeFileSync(join(folder, "policies/web.yaml"), policies);
  let said: string[] = [];
  try {
    requireReadableFiles(folder, "", config);
  } catch (error) {
    expect(error).toBeInstanceOf(pulumi.RunError);
    said = (error as Error).message.split("\n").map((line) => line.split(": ", 2).join(": "));
  }
  expect(said).toEqual([
    "apps/web.yaml:1:1: error MESH0122",
    "policies/web.yaml:2:1: error MESH0201",
    expect.stringMatching(/^policies\/web\.yaml:3:\d+: error MESH0206$/),
  ]);
});

it("leaves to the plan what can be read", () => {
  writeFileSync(join(folder, "apps/web.yaml"), web);
  writeFileSync(join(folder, "policies/web.yaml"), policies);
  expect(() => {
    requireReadableFiles(folder, "", config);
  }).not.toThrow();
});
