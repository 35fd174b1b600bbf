// docs/profiles.md is this file's snapshot: a stale page fails, `vitest run -u` writes it anew. Does not prove that the table
// is what Istio's own files say: that is conformance.test.ts.
import { format } from "prettier";
import { expect, it } from "vitest";
import { formatProfilePage, formatProfileTable } from "./profile-page.js";
import { Profile } from "../../src/istio/control-plane/profiles.js";

it("docs/profiles.md is current", async () => {
  const page = await format(formatProfilePage(), { parser: "markdown" });
  await expect(page).toMatchFileSnapshot("../../docs/profiles.md");
});

it("has one row of components a profile, and a row for each setting of a profile", () => {
  const [installed = "", settings = ""] = formatProfileTable().split("\n\n");
  const firstCells = (table: string) =>
    table
      .split("\n")
      .slice(2)
      .map((row) => row.split("|")[1]?.trim());
  expect(firstCells(installed)).toEqual(Object.values(Profile));
  expect(new Set(firstCells(settings))).toEqual(
    new Set(["demo", "preview", "stable", "remote", "ambient", "openshift", "openshift-ambient"]),
  );
  expect(settings).toContain("| demo | `pilot.traceSampling` | `100` |");
  expect(settings).toContain("| demo | `meshConfig.extensionProviders` | `otel, skywalking, otel-tracing, jaeger` |");
  expect(settings).toContain("| openshift-ambient | `components.ztunnel.namespace` | `kube-system` |");
});
