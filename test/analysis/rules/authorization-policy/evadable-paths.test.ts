// Does not prove that a server takes two spellings for one path.
import { expect, it } from "vitest";
import { evadablePaths } from "../../../../src/analysis/rules/authorization-policy/evadable-paths.js";
import { analyzeFixture } from "../../analyze-text.js";

it("finds rules that another spelling evades", () => {
  expect(analyzeFixture(evadablePaths, "good")).toEqual([]);
  expect(analyzeFixture(evadablePaths, "bad")).toEqual([
    "mesh.yaml:4:39: info MESH0338: the rule allows all but /admin, /admin/*; the server may take another spelling for the same; allow by `paths`, or deny by `notPaths`, or set pathNormalization of the mesh configuration to DECODE_AND_MERGE_SLASHES",
    "mesh.yaml:9:53: info MESH0338: the rule denies only /admin; the server may take another spelling for the same; allow by `paths`, or deny by `notPaths`, or set pathNormalization of the mesh configuration to DECODE_AND_MERGE_SLASHES",
    "mesh.yaml:22:30: info MESH0338: the rule denies only /admin/*, /a/*, /a*; the server may take another spelling for the same, and /admin itself is not among them; allow by `paths`, or deny by `notPaths`, or set pathNormalization of the mesh configuration to DECODE_AND_MERGE_SLASHES",
    "mesh.yaml:23:30: info MESH0369: the rule denies only the host admin.example.com, and a request to admin.example.com:80 has another one; add the host with :*, as in example.com:*",
    "mesh.yaml:32:39: info MESH0369: the rule allows all but the host admin.example.com, and a request to admin.example.com:80 has another one; add the host with :*, as in example.com:*",
  ]);
});
