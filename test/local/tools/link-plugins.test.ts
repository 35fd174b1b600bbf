// Does not prove: that the engine finds the plugins there; every end-to-end test does.
import { mkdtempSync, readlinkSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { linkPlugins } from "../../../src/local/tools/link-plugins.js";

const home = mkdtempSync(join(tmpdir(), "pulumi-istio-home-"));

afterAll(() => rmSync(home, { recursive: true }));

test("plugins are linked into real folders, and a second time to where they are now", () => {
  for (const cache of ["/old", "/new"]) {
    linkPlugins(home, {
      "pulumi-resource-kubernetes": `${cache}/pulumi-resource-kubernetes`,
      "pulumi-language-nodejs": `${cache}/pulumi-language-nodejs`,
    });
  }
  const plugins = join(home, "plugins");
  expect(readdirSync(plugins).sort()).toEqual(["language-nodejs-v3.250.0", "resource-kubernetes-v4.25.0"]);
  expect(readlinkSync(join(plugins, "language-nodejs-v3.250.0/pulumi-language-nodejs"))).toBe(
    "/new/pulumi-language-nodejs",
  );
});
