// Does not prove that Istio compares as it is assumed here; requests on live traffic do, in the tests of the kinds.
import { expect, it } from "vitest";
import { combineMatches, type HttpMatch } from "../../src/policy/http-match.js";

const exact = (text: string) => ({ exact: text });
const prefix = (text: string) => ({ prefix: text });

it.each<[string, HttpMatch[], HttpMatch[], HttpMatch[]]>([
  ["no conditions are all requests", [], [{ method: exact("GET") }], [{ method: exact("GET") }]],
  [
    "different fields hold together",
    [{ method: exact("GET") }],
    [{ uri: prefix("/a") }],
    [{ method: exact("GET"), uri: prefix("/a") }],
  ],
  [
    "every pair of alternatives",
    [{ uri: prefix("/a") }, { uri: prefix("/b") }],
    [{ port: 80 }, { port: 81 }],
    [
      { uri: prefix("/a"), port: 80 },
      { uri: prefix("/a"), port: 81 },
      { uri: prefix("/b"), port: 80 },
      { uri: prefix("/b"), port: 81 },
    ],
  ],
  [
    "what contradicts itself is left out",
    [{ method: exact("GET") }, { port: 80 }],
    [{ method: exact("PUT") }],
    [{ port: 80, method: exact("PUT") }],
  ],
  ["the longer beginning", [{ uri: prefix("/a/b") }], [{ uri: prefix("/a") }], [{ uri: prefix("/a/b") }]],
  ["the whole text before a beginning", [{ uri: prefix("/a") }], [{ uri: exact("/a/b") }], [{ uri: exact("/a/b") }]],
  ["another beginning", [{ uri: prefix("/a") }], [{ uri: prefix("/b") }], []],
  ["a pattern is only equal to itself", [{ uri: { regex: "/a.*" } }], [{ uri: exact("/ab") }], []],
  [
    "headers by name",
    [{ headers: { a: prefix("x"), b: exact("1") } }],
    [{ headers: { a: exact("xy"), c: exact("2") } }],
    [{ headers: { a: exact("xy"), b: exact("1"), c: exact("2") } }],
  ],
  ["labels of two callers", [{ sourceLabels: { app: "a" } }], [{ sourceLabels: { app: "b" } }], []],
  [
    "absent headers cannot be narrowed down",
    [{ withoutHeaders: { a: prefix("x") } }],
    [{ withoutHeaders: { a: exact("xy") } }],
    [],
  ],
])("%s", (_, one, other, both) => {
  expect(combineMatches(one, other)).toEqual(both);
});
