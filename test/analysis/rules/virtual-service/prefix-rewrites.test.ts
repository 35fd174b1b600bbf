// Does not prove what Envoy makes of a path: that was run beside it.
import { expect, it } from "vitest";
import { prefixRewrites } from "../../../../src/analysis/rules/virtual-service/prefix-rewrites.js";
import { analyzeFixture } from "../../analyze-text.js";

it("finds rewrites that put a second slash into paths, or lose one", () => {
  expect(analyzeFixture(prefixRewrites, "good")).toEqual([]);
  expect(analyzeFixture(prefixRewrites, "bad")).toEqual([
    'mesh.yaml:8:18: warning MESH0351: the path /cart/items becomes //items; put a match of the prefix /cart/ before it, or use uriRegexRewrite { match: "^/cart/?(.*)", rewrite: "/\\1" }',
    'mesh.yaml:11:18: warning MESH0351: the path /api/items becomes /v1items; write /v1/ here, or use uriRegexRewrite { match: "^/api/?(.*)", rewrite: "/v1/\\1" }',
    "mesh.yaml:14:19: warning MESH0351: the path /old/items becomes /new//items; put a match of the prefix /old/ before it",
    'mesh.yaml:16:18: warning MESH0351: the path /items becomes /insideitems; write /inside/ here, or use uriRegexRewrite { match: "^/?(.*)", rewrite: "/inside/\\1" }',
    'mesh.yaml:18:18: warning MESH0351: the path /items becomes /v2items; write /v2/ here, or use uriRegexRewrite { match: "^/?(.*)", rewrite: "/v2/\\1" }',
  ]);
});
