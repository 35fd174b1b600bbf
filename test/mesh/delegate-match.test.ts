// Does not prove that istiod finds the same: its `hasConflict` was read. Two of these were seen live, as 404.
import { expect, it } from "vitest";
import { findConflict } from "../../src/mesh/delegate-match.js";

const prefix = (text: string) => ({ uri: { prefix: text } });
const exact = (text: string) => ({ uri: { exact: text } });
const regex = (text: string) => ({ uri: { regex: text } });

it.each([
  [prefix("/a"), prefix("/a/b"), undefined],
  [prefix("/a"), exact("/ab"), undefined],
  [prefix("/a/b"), prefix("/a"), "uri"],
  [exact("/a"), exact("/a"), undefined],
  [exact("/a"), prefix("/a"), "uri"],
  [regex("/a"), regex("/a"), "uri"],
  [prefix("/"), regex("/a"), "uri"],
  [prefix("/a"), {}, undefined],
  [{}, regex("/a"), undefined],
  [{ method: { exact: "GET" } }, { method: { exact: "PUT" } }, "method"],
  [{ headers: { a: { exact: "1" } } }, { headers: { b: { exact: "2" } } }, undefined],
  [{ headers: { a: { exact: "1" } } }, { headers: { a: { exact: "2" } } }, "headers.a"],
  // That it is there is all the outer wants, and istiod takes even that for a contradiction.
  [{ headers: { a: {} } }, { headers: { a: { exact: "2" } } }, "headers.a"],
  [{ queryParams: { q: { exact: "1" } } }, { queryParams: { q: { prefix: "1" } } }, "queryParams.q"],
  [{ ignoreUriCase: true }, {}, "ignoreUriCase"],
  [{ port: 80 }, { port: 81 }, "port"],
  [{ port: 80 }, {}, undefined],
  [{ sourceNamespace: "a" }, {}, "sourceNamespace"],
  [{}, { sourceNamespace: "a" }, undefined],
  [{ sourceLabels: { app: "a" } }, { sourceLabels: { app: "b" } }, "sourceLabels"],
  [{ sourceLabels: { app: "a" } }, { sourceLabels: { tier: "b" } }, undefined],
  [{ gateways: ["mesh"] }, { gateways: ["mesh", "edge"] }, "gateways"],
  [{ gateways: ["istio-system/edge"] }, { gateways: ["edge"] }, undefined],
])("%j with %j: %s", (root, leaf, field) => {
  expect(findConflict(root, leaf)).toBe(field);
});
