// Does not prove that Envoy matches so.
import { describe, expect, it } from "vitest";
import { covers } from "../../src/analysis/match-cover.js";

const x = (text: object) => ({ headers: { "X-User": text } });
const lower = (text: object) => ({ headers: { "x-user": text } });

describe("covers", () => {
  it.each<[object, object]>([
    [{}, { uri: { prefix: "/a" }, port: 80 }],
    [{ uri: { prefix: "/a" } }, { uri: { prefix: "/ab" } }],
    [{ uri: { prefix: "/a" } }, { uri: { exact: "/a" }, method: { exact: "GET" } }],
    [{ uri: { prefix: "/A" }, ignoreUriCase: true }, { uri: { prefix: "/ab" } }],
    [{ uri: { prefix: "/" } }, { uri: { prefix: "/ab" }, ignoreUriCase: true }],
    [
      { uri: { regex: "/a.*" }, name: "first" },
      { uri: { regex: "/a.*" }, statPrefix: "a" },
    ],
    [x({}), lower({ exact: "me" })],
    [lower({ prefix: "m" }), x({ exact: "me" })],
    [{ withoutHeaders: { a: { exact: "1" } } }, { withoutHeaders: { a: { prefix: "1" }, b: {} } }],
    [{ sourceLabels: { app: "web" } }, { sourceLabels: { app: "web", tier: "front" } }],
    [{ gateways: ["mesh", "edge"] }, { gateways: ["edge"] }],
  ])("%j has all of %j", (outer, inner) => {
    expect(covers(outer, inner)).toBe(true);
  });

  it.each<[object, object]>([
    [{ uri: { prefix: "/a" } }, {}],
    [{ uri: { prefix: "/ab" } }, { uri: { prefix: "/a" } }],
    [{ uri: { prefix: "/a" } }, { uri: { prefix: "/a" }, ignoreUriCase: true }],
    [{ uri: { exact: "/a" } }, { uri: { prefix: "/a" } }],
    [{ uri: { prefix: "/a" }, method: { exact: "GET" } }, { uri: { prefix: "/ab" } }],
    [{ uri: { regex: "/a.*" } }, { uri: { exact: "/ab" } }],
    [x({ exact: "me" }), lower({})],
    [x({ exact: "me" }), x({ prefix: "me" })],
    [{ withoutHeaders: { a: { prefix: "1" } } }, { withoutHeaders: { a: { exact: "1" } } }],
    [{ withoutHeaders: { a: {} } }, {}],
    [{ queryParams: { q: { exact: "1" } } }, { queryParams: { q: { exact: "2" } } }],
    [{ port: 80 }, { port: 81 }],
    [{ sourceNamespace: "shop" }, {}],
    [{ gateways: ["edge"] }, {}],
    [{ sourceLabels: { app: "web" } }, {}],
    [{ somethingNew: true }, { somethingNew: true }],
  ])("%j has not all of %j", (outer, inner) => {
    expect(covers(outer, inner)).toBe(false);
  });
});
