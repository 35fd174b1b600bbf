// Does not prove what Envoy makes of the matchers that istiod writes.
import { expect, it } from "vitest";
import { accessPatterns } from "../../../../src/analysis/rules/authorization-policy/access-patterns.js";
import { analyzeFixture } from "../../analyze-text.js";

it("finds values that nothing has", () => {
  expect(analyzeFixture(accessPatterns, "good")).toEqual([]);
  expect(analyzeFixture(accessPatterns, "bad")).toEqual([
    'mesh.yaml:9:17: error MESH0360: "spiffe://cluster.local/ns/shop/sa/web" matches nothing: Istio adds spiffe:// by itself; write cluster.local/ns/shop/sa/web',
    'mesh.yaml:10:17: error MESH0360: "spiffe://cluster.local/*" matches nothing: Istio adds spiffe:// by itself; write cluster.local/*',
    'mesh.yaml:11:17: error MESH0360: "cluster.local/ns/*/sa/web" matches nothing: a * is a wildcard only alone, at the beginning or at the end; elsewhere it is a plain character; write out all values, or one * at the beginning or at the end',
    'mesh.yaml:12:17: error MESH0360: "system:serviceaccount:shop:web" matches nothing: a caller\'s name is <trust domain>/ns/<namespace>/sa/<service account>; write cluster.local/ns/shop/sa/web',
    'mesh.yaml:13:17: error MESH0360: "ns/shop/sa/web" matches nothing: a caller\'s name is <trust domain>/ns/<namespace>/sa/<service account>; write cluster.local/ns/shop/sa/web',
    'mesh.yaml:14:17: error MESH0360: "web" matches nothing: a caller\'s name is <trust domain>/ns/<namespace>/sa/<service account>; write cluster.local/ns/<namespace>/sa/web',
    'mesh.yaml:15:29: error MESH0360: "*/ns/shop/*" leaves nothing out: a * is a wildcard only alone, at the beginning or at the end; elsewhere it is a plain character; write out all values, or one * at the beginning or at the end',
    'mesh.yaml:16:41: error MESH0360: "*/*" matches nothing: a * is a wildcard only alone, at the beginning or at the end; elsewhere it is a plain character; write out all values, or one * at the beginning or at the end',
    'mesh.yaml:16:48: error MESH0360: "https://id.example.org" matches nothing: what follows the last / is the token\'s subject, what is before it its issuer; write https://id.example.org/*, or the subject in place of the *',
    'mesh.yaml:16:74: error MESH0360: "https://id*" matches nothing: what follows the last / is the token\'s subject, what is before it its issuer; write https://id/*, or the subject in place of the *',
    'mesh.yaml:16:89: error MESH0360: "alice" matches nothing: what follows the last / is the token\'s subject, what is before it its issuer; write alice/*, or the subject in place of the *',
    'mesh.yaml:18:45: error MESH0360: "spiffe://cluster.local/ns/shop/sa/web" matches nothing: Istio adds spiffe:// by itself; write cluster.local/ns/shop/sa/web',
    'mesh.yaml:19:61: error MESH0360: "a*b" leaves nothing out: a * is a wildcard only alone, at the beginning or at the end; elsewhere it is a plain character; write out all values, or one * at the beginning or at the end',
    'mesh.yaml:20:54: error MESH0360: "*a*" matches nothing: a * is a wildcard only alone, at the beginning or at the end; elsewhere it is a plain character; write out all values, or one * at the beginning or at the end',
    'mesh.yaml:21:43: error MESH0360: "a.*.example.com" matches nothing: a * is a wildcard only alone, at the beginning or at the end; elsewhere it is a plain character; write out all values, or one * at the beginning or at the end',
    'mesh.yaml:30:32: error MESH0360: "/service/*health" matches nothing: a * is a wildcard only alone, at the beginning or at the end; elsewhere it is a plain character; write {*} for one segment and {**} for all that follow, or one * at an end',
    'mesh.yaml:30:52: error MESH0360: "/x/**" matches nothing: a * is a wildcard only alone, at the beginning or at the end; elsewhere it is a plain character; write {*} for one segment and {**} for all that follow, or one * at an end',
    'mesh.yaml:30:61: error MESH0360: "admin" matches nothing: every path begins with /; write /admin',
    'mesh.yaml:30:68: error MESH0360: "/a?x=1" matches nothing: a path is compared without its query; leave out ? and what follows',
    'mesh.yaml:30:87: error MESH0360: "a.*.com" matches nothing: a * is a wildcard only alone, at the beginning or at the end; elsewhere it is a plain character; write out all values, or one * at the beginning or at the end',
    'mesh.yaml:30:96: error MESH0360: "https://a.com/" matches nothing: a request\'s host has neither scheme nor path; write the host alone',
    'mesh.yaml:31:35: error MESH0360: "*/a/*" leaves nothing out: a * is a wildcard only alone, at the beginning or at the end; elsewhere it is a plain character; write {*} for one segment and {**} for all that follow, or one * at an end',
    'mesh.yaml:31:56: error MESH0360: "*.a.*" leaves nothing out: a * is a wildcard only alone, at the beginning or at the end; elsewhere it is a plain character; write out all values, or one * at the beginning or at the end',
    'mesh.yaml:31:76: error MESH0360: "*E*" matches nothing: a * is a wildcard only alone, at the beginning or at the end; elsewhere it is a plain character; write out all values, or one * at the beginning or at the end',
  ]);
});
