// Does not prove which requests Envoy matches: test/e2e/policy/routes.test.ts does.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { combineMatches, httpMatch, type HttpMatch } from "../../../src/policy/routes/http-match.js";

const say = (value: unknown) => {
  const { error } = httpMatch.safeParse(value);
  return error?.issues.map(({ path, message }) => `${path.join(".")}: ${message}`) ?? [];
};

describe("httpMatch", () => {
  it("accepts every field", () => {
    const full = {
      uri: { prefix: "/" },
      ignoreUriCase: true,
      method: { exact: "GET" },
      scheme: { exact: "http" },
      authority: { regex: "(?i)shop\\..*" },
      headers: { "x-user": { regex: "(?P<name>[a-z]+)" } },
      withoutHeaders: { "x-internal": { regex: ".+" } },
      queryParams: { page: { regex: "\\d+" } },
      port: 9080,
      sourceLabels: { app: "productpage" },
      sourceNamespace: "shop",
    };
    expect(httpMatch.parse(full)).toEqual(full);
  });

  const one = "it must have one of exact, prefix, regex";
  const re2 = "it must be a regular expression of RE2, which has no look-around and no back references";
  it.each([
    [{}, ": name at least one condition"],
    [{ ignoreUriCase: true }, ": name at least one condition"],
    [{ uri: {} }, `uri: ${one}`],
    [{ uri: { exact: "/a", prefix: "/b" } }, `uri: ${one}`],
    [{ method: { regex: "(" } }, `method.regex: ${re2}`],
    [{ method: { regex: "(?!GET)" } }, `method.regex: ${re2}`],
    [{ method: { regex: "(a)\\1" } }, `method.regex: ${re2}`],
    [{ headers: { "x user": { exact: "a" } } }, "headers.x user: Invalid key in record"],
    [{ sourceLabels: {} }, "sourceLabels: name at least one label"],
    [{ sourceNamespace: "Shop" }, "sourceNamespace: it must be the name of a namespace, as in shop"],
  ])("%j is refused", (value, message) => {
    expect(say(value)).toEqual([message]);
  });
});

describe("combineMatches", () => {
  it("is the other list where one is empty", () => {
    const list = [{ port: 1 }];
    expect(combineMatches([], list)).toEqual(list);
    expect(combineMatches(list, [])).toEqual(list);
  });

  it("leaves out what cannot be at once, and keeps to the case where one of both does", () => {
    const get = { method: { exact: "GET" } };
    expect(combineMatches([get], [{ method: { exact: "POST" } }, { port: 80 }])).toEqual([{ ...get, port: 80 }]);
    const path = { uri: { prefix: "/a" } };
    expect(combineMatches([{ ...path, ignoreUriCase: true }], [path])).toEqual([path]);
    expect(combineMatches([{ ...path, ignoreUriCase: true }], [get])).toEqual([
      { ...path, ignoreUriCase: true, ...get },
    ]);
  });

  it("holds for the requests that both lists hold for", () => {
    const values = fc.constantFrom("1", "2");
    const header = fc.dictionary(fc.constantFrom("a", "b"), fc.record({ exact: values }));
    const match: fc.Arbitrary<HttpMatch> = fc.record(
      { headers: header, port: fc.constantFrom(1, 2), method: fc.record({ exact: fc.constantFrom("GET", "POST") }) },
      { requiredKeys: [] },
    );
    const lists = fc.array(match, { minLength: 1, maxLength: 3 });
    const request = fc.record({
      headers: fc.dictionary(fc.constantFrom("a", "b"), values),
      port: fc.constantFrom(1, 2),
      method: fc.constantFrom("GET", "POST"),
    });
    fc.assert(
      fc.property(lists, lists, request, (first, second, given) => {
        const holds = (list: readonly HttpMatch[]) => list.some((one) => isMatch(one, given));
        expect(holds(combineMatches(first, second))).toBe(holds(first) && holds(second));
      }),
    );
  });
});

interface Given {
  headers: Record<string, string>;
  port: number;
  method: string;
}

function isMatch({ headers = {}, port, method }: HttpMatch, given: Given): boolean {
  return (
    Object.entries(headers).every(([name, { exact }]) => given.headers[name] === exact) &&
    (port === undefined || port === given.port) &&
    (method === undefined || method.exact === given.method)
  );
}
