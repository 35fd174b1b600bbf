// Does not prove which files the program gives to it: the end-to-end tests run that. Nor that the texts are policies
// (test/policy/documents/load.test.ts), and the objects valid Kubernetes (the API server says that).
import * as pulumi from "@pulumi/pulumi";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { readFilesOfStack } from "../../src/components/files-of-stack.js";
import { stopOnErrors } from "../../src/components/stop-on-errors.js";
import { readPolicyTexts } from "../../src/stack/stack-files.js";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "pulumi-istio-files-"));
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

const put = (name: string, content: string | Buffer) => {
  mkdirSync(dirname(join(folder, name)), { recursive: true });
  writeFileSync(join(folder, name), content);
};

const config = { applications: { web: { namespace: "shop" } } };
const web = "apiVersion: v1\nkind: Service\nmetadata: { name: web }\nspec: { ports: [{ name: http, port: 80 }] }\n";
const policies = "service: shop/web\ntimeout: soon\nroutes: [{ name: a, to: { v9: 90 } }]\n";

it("says of one run what is wrong with applications and with policies, and nothing of names that may be in what cannot be read", () => {
  put("apps/web.yaml", web.replace("{ name: web }", "{}"));
  put("policies/web.yaml", policies);
  let said: string[] = [];
  try {
    readFilesOfStack(folder, { apps: "apps", policies: "policies" }, config);
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
  put("apps/web.yaml", web);
  put("policies/web.yaml", policies);
  expect(() => {
    readFilesOfStack(folder, { apps: "apps", policies: "policies" }, config);
  }).not.toThrow();
});

describe("policies", () => {
  const readPolicies = (root: string, policies: string) =>
    readFilesOfStack(root, { apps: "apps", policies }, {}).policies;

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
    // The plan says more of what can be read.
    expect(() => {
      stopOnErrors(readPolicyTexts(folder, "").findings);
    }).toThrow(
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
});

describe("applications", () => {
  const readApplications = (root: string, apps: string, names: string[]) =>
    readFilesOfStack(
      root,
      { apps, policies: "policies" },
      { applications: Object.fromEntries(names.map((name) => [name, { namespace: "shop" }])) },
    ).manifests;
  beforeEach(() => {
    put("web.yaml", "apiVersion: v1\nkind: Service\nmetadata: { name: web }\n");
    put("broken.yaml", "apiVersion: v1\nkind: Service\nmetadata: {}\n");
  });

  it("reads the objects of each application", () => {
    expect(readApplications(folder, "", ["web"])).toEqual({
      web: [{ apiVersion: "v1", kind: "Service", metadata: { name: "web" } }],
    });
  });

  it("lists all that is wrong with any of them", () => {
    const remedy = "correct the file; nothing has been changed";
    expect(() => readApplications(folder, "", ["absent", "web", "broken"])).toThrow(
      new pulumi.RunError(
        [
          `absent.yaml: error MESH0122: there is no such file; ${remedy}`,
          `broken.yaml:1:1: error MESH0122: this is not a Kubernetes object: metadata.name is missing; ${remedy}`,
        ].join("\n"),
      ),
    );
  });
});
