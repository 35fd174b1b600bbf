// Does not prove that the texts are policies: test/policy/load.test.ts looks at these.
import * as pulumi from "@pulumi/pulumi";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { readPolicies } from "../../src/components/policies-of-stack.js";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "pulumi-istio-policies-"));
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

const put = (name: string, content: string | Buffer) => {
  mkdirSync(dirname(join(folder, name)), { recursive: true });
  writeFileSync(join(folder, name), content);
};

it("reads .yaml and .yml files of the folder and those below it, by path and in its order, and no others", () => {
  for (const name of [
    "b.yaml",
    "a.yml",
    "shop/reviews.yaml",
    "shop/deep/er.yml",
    "c.yaml.bak",
    "README.md",
    "d.json",
  ]) {
    put(name, `# ${name}`);
  }
  const files = readPolicies(folder, "");
  const names = ["a.yml", "b.yaml", "shop/deep/er.yml", "shop/reviews.yaml"];
  expect(Object.entries(files)).toEqual(names.map((name) => [name, `# ${name}`]));
});

it("leaves folders alone that are called like a file", () => {
  put("reviews.yaml/inner.yaml", "# inner");
  expect(readPolicies(folder, "")).toEqual({ "reviews.yaml/inner.yaml": "# inner" });
});

it("reads what a link leads to, as a ConfigMap is mounted", () => {
  put("data/a.txt", "# a");
  symlinkSync(join(folder, "data/a.txt"), join(folder, "a.yaml"));
  expect(readPolicies(folder, "")).toEqual({ "a.yaml": "# a" });
});

it("is nothing where there is no such folder, or nothing in it", () => {
  expect(readPolicies(folder, "absent")).toEqual({});
  expect(readPolicies(folder, "")).toEqual({});
});

it("takes a file of 1 MiB, and leaves its byte order mark and line ends to whoever reads YAML", () => {
  put("largest.yaml", "#".repeat(1024 * 1024));
  put("windows.yaml", Buffer.from("\uFEFFmesh: ü\r\n", "utf8"));
  const files = readPolicies(folder, "");
  expect(files["largest.yaml"]?.length).toBe(1024 * 1024);
  expect(files["windows.yaml"]?.replace("\uFEFF", "")).toBe("mesh: ü\r\n");
});

it("lists all files that are no texts", () => {
  put("a.yaml", Buffer.from("service: shop/caf\xe9\n", "latin1"));
  put("b.yaml", "service: shop/reviews\n");
  put("c.yaml", "#".repeat(1024 * 1024 + 1));
  put("d.yml", Buffer.from("mesh: all\n", "utf16le"));
  put("e.yml", Buffer.from([0xff, 0xfe, 0x6d, 0x00]));
  symlinkSync(join(folder, "absent"), join(folder, "f.yaml"));
  const remedy = "correct the document; nothing has been changed";
  expect(() => readPolicies(folder, "")).toThrow(
    new pulumi.RunError(
      [
        `a.yaml: error MESH0201: the file is not UTF-8 text; ${remedy}`,
        `c.yaml: error MESH0201: the file has 1048577 bytes, more than the 1048576 that policies may have; ${remedy}`,
        `e.yml: error MESH0201: the file is not UTF-8 text; ${remedy}`,
        `f.yaml: error MESH0201: the file is a link that leads nowhere; ${remedy}`,
      ].join("\n"),
    ),
  );
});

describe("drafts", () => {
  const run = async (preview: boolean) => {
    await pulumi.runtime.setMocks(
      { newResource: () => ({ id: "", state: {} }), call: () => ({}) },
      "p",
      "dev",
      preview,
    );
    vi.stubEnv("PULUMI_ISTIO_DRAFTS", join(folder, "drafts"));
    put("policies/kept.yaml", "# as written");
    put("policies/removed.yaml", "# as written");
    put("drafts/kept.yaml", "# as drafted");
    put("drafts/new/one.yaml", "# new");
    return readPolicies(folder, "policies");
  };

  it("stand in a preview for all files of the folder, by these files' names", async () => {
    expect(await run(true)).toEqual({ "policies/kept.yaml": "# as drafted", "policies/new/one.yaml": "# new" });
  });

  it("are refused by an update, which would deploy what nobody wrote", async () => {
    await expect(run(false)).rejects.toThrow(
      new pulumi.RunError(
        `PULUMI_ISTIO_DRAFTS is ${join(folder, "drafts")}, and drafts are for previews alone; unset it and try again`,
      ),
    );
  });
});
