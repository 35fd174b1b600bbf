// Does not prove what Envoy makes of a patch.
import { expect, it } from "vitest";
import { envoyFilterPatches } from "../../../../src/analysis/rules/envoy-filter/envoy-filter-patches.js";
import { analyzeFixture } from "../../analyze-text.js";

it("says which operations do nothing, and which depend on the order of EnvoyFilters", () => {
  expect(analyzeFixture(envoyFilterPatches, "good")).toEqual([]);
  expect(analyzeFixture(envoyFilterPatches, "bad")).toEqual([
    "mesh.yaml:8:16: warning IST0151: INSERT_BEFORE needs what another EnvoyFilter may make, and without a priority the older one comes first; set `priority`, or use INSERT_FIRST or ADD",
    "mesh.yaml:11:16: warning IST0151: INSERT_AFTER needs what another EnvoyFilter may make, and without a priority the older one comes first; set `priority`, or use INSERT_FIRST or ADD",
    "mesh.yaml:14:16: warning IST0155: REPLACE needs what another EnvoyFilter may make, and without a priority the older one comes first; another patch of shop.lua is for a proxyVersion only, so an upgrade changes what exists; set `priority`, or use INSERT_FIRST or ADD",
    "mesh.yaml:17:16: warning IST0151: REMOVE needs what another EnvoyFilter may make, and without a priority the older one comes first; set `priority`, or use INSERT_FIRST or ADD",
    "mesh.yaml:26:16: error IST0152: REPLACE does nothing for CLUSTER, only for HTTP_FILTER, LISTENER_FILTER, NETWORK_FILTER, VIRTUAL_HOST; use MERGE, or REMOVE and ADD",
    "mesh.yaml:28:16: error IST0153: ADD does nothing for ROUTE_CONFIGURATION; use MERGE, or ADD for a VIRTUAL_HOST or an HTTP_ROUTE",
    "mesh.yaml:30:16: error IST0154: REMOVE does nothing for ROUTE_CONFIGURATION; use MERGE, or REMOVE for a VIRTUAL_HOST or an HTTP_ROUTE",
  ]);
});
