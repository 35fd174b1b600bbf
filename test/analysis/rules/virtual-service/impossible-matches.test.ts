// Does not prove that no client sends such requests: HTTP lets paths have a star.
import { expect, it } from "vitest";
import { impossibleMatches } from "../../../../src/analysis/rules/virtual-service/impossible-matches.js";
import { analyzeFixture } from "../../analyze-text.js";

it("finds matches that no request meets", () => {
  expect(analyzeFixture(impossibleMatches, "good")).toEqual([]);
  expect(analyzeFixture(impossibleMatches, "bad")).toEqual([
    'mesh.yaml:7:24: warning MESH0350: "*" is a plain character here, so only a path with "*" in it meets "/api/*"; write the prefix /api/',
    'mesh.yaml:7:55: warning MESH0350: "*" is a plain character here, so only a path with "*" in it meets "/v1/*/items"; write a regex, as in /v1/[^/]+/items',
    'mesh.yaml:7:90: warning MESH0350: every path begins with "/", so none matches "items?page=1"; write /items?page=1',
    'mesh.yaml:9:24: warning MESH0350: everything from "?" on is not a part of the path, so no path matches "/items?page=1"; match it by queryParams',
    'mesh.yaml:9:64: warning MESH0350: no request has the method "get": case counts; write GET',
    'mesh.yaml:9:92: warning MESH0350: no request has the scheme "HTTPS": case counts; write https',
    'mesh.yaml:11:30: warning MESH0350: "*" is a plain character here, and no host has one, so "*.example.org" is never met; write a regex, as in "[^.]+[.]example[.]com"',
    'mesh.yaml:11:67: warning MESH0350: everything from "#" on is not a part of the path, so no path matches "/x#y"; leave it out',
    'mesh.yaml:21:29: warning MESH0350: "*" is a plain character here, so only a path with "*" in it meets "/api/*"; write the PathPrefix /api/',
    'mesh.yaml:21:73: warning MESH0350: "*" is a plain character here, so only a path with "*" in it meets "/v1/*"; write the PathPrefix /v1/',
  ]);
});
