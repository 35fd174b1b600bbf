// Does not prove that the objects are valid Kubernetes: the API server says that.
import * as pulumi from "@pulumi/pulumi";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { readApplications } from "../../src/components/applications-of-stack.js";

const folder = mkdtempSync(join(tmpdir(), "pulumi-istio-apps-"));
afterAll(() => {
  rmSync(folder, { recursive: true });
});
mkdirSync(folder, { recursive: true });
writeFileSync(join(folder, "web.yaml"), "apiVersion: v1\nkind: Service\nmetadata: { name: web }\n");
writeFileSync(join(folder, "broken.yaml"), "apiVersion: v1\nkind: Service\nmetadata: {}\n");

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
