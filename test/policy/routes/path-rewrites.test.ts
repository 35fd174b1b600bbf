// The paths that arrive are computed by small models of Envoy and istiod here; test/e2e/policy/rewrites.test.ts asks the real ones.
import { describe, expect, it } from "vitest";
import type { MeshFacts } from "../../../src/policy/kind.js";
import { compileText, testMesh } from "../compile-text.js";
import { exposedParts, isPart, rewriteCases, writeDocument } from "../rewrite-table.js";

const mesh: MeshFacts = {
  ...testMesh,
  gateways: [
    ...testMesh.gateways,
    {
      name: "standard",
      namespace: "ingress",
      labels: {},
      api: "gateway-api",
      listeners: { http: { protocol: "HTTP", port: 80 } },
    },
  ],
};
const ofBoth = rewriteCases.filter(({ isOfBoth }) => isOfBoth);
const expose = (gateway: string, hosts: string, paths: readonly string[] = ["/"]) =>
  `  - { gateway: ingress/${gateway}, hosts: [${hosts}], paths: [${paths.join(", ")}] }\n`;

interface Route {
  match?: {
    uri?: Record<"exact" | "prefix" | "regex", string | undefined>;
    ignoreUriCase?: boolean;
    queryParams?: object;
  }[];
  rewrite?: { uri?: string; uriRegexRewrite?: { match: string; rewrite: string } };
}

/** The path after Envoy's first route that matches, as istiod writes routes of a VirtualService. */
function arriveByIstio(routes: readonly Route[], url: string): string | undefined {
  const { path, query } = split(url);
  for (const { match = [{}], rewrite } of routes) {
    const found = match.find((one) => (one.queryParams === undefined || query === "?all=1") && takes(one, path));
    if (found === undefined) continue;
    const { uri, uriRegexRewrite: regex } = rewrite ?? {};
    if (regex !== undefined) return replaceAll(path, regex) + query;
    if (uri === undefined) return path + query;
    return uri + (found.uri?.prefix === undefined ? "" : path.slice(found.uri.prefix.length)) + query;
  }
  return undefined;
}

function takes({ uri, ignoreUriCase = false }: NonNullable<Route["match"]>[number], given: string): boolean {
  const fold = (text: string) => (ignoreUriCase ? text.toLowerCase() : text);
  if (uri?.exact !== undefined) return fold(given) === fold(uri.exact);
  if (uri?.regex !== undefined) return new RegExp(`^(?:${uri.regex})$`).test(given);
  return fold(given).startsWith(fold(uri?.prefix ?? "/"));
}

/** RE2's GlobalReplace, which Envoy calls for `regex_rewrite`. */
function replaceAll(path: string, { match, rewrite }: { match: string; rewrite: string }): string {
  const isFolded = match.startsWith("(?i)");
  return path.replace(new RegExp(match.replace("(?i)", ""), isFolded ? "gi" : "g"), rewrite);
}

interface Rule {
  matches: { path: { type: string; value: string } }[];
  filters?: { urlRewrite: { path: { replaceFullPath?: string; replacePrefixMatch?: string } } }[];
}

/** The path after the most specific rule of an HTTPRoute, as istiod makes Envoy's routes of it. */
function arriveByGatewayApi(rules: readonly Rule[], url: string): string | undefined {
  const { path, query } = split(url);
  const all = rules.flatMap(({ matches, filters }) => matches.map(({ path: match }) => ({ match, filters })));
  const isBelow = (value: string) => value === "/" || path === value || path.startsWith(`${value}/`);
  const rank = ({ match }: (typeof all)[number]) => (match.type === "Exact" ? 1000 : match.value.length);
  const [found] = all
    .filter(({ match }) => (match.type === "Exact" ? path === match.value : isBelow(match.value)))
    .sort((a, b) => rank(b) - rank(a));
  if (found === undefined) return undefined;
  const { replaceFullPath, replacePrefixMatch } = found.filters?.[0]?.urlRewrite.path ?? {};
  if (replaceFullPath !== undefined) return replaceFullPath + query;
  if (replacePrefixMatch === undefined) return path + query;
  const rest = path.slice(found.match.value.length);
  return (replacePrefixMatch === "/" ? rest || "/" : replacePrefixMatch + rest) + query;
}

function split(url: string): { path: string; query: string } {
  const [path = "", query] = url.split("?");
  return { path, query: query === undefined ? "" : `?${query}` };
}

function read(text: string) {
  const { manifests, said } = compileText(text, { mesh });
  expect(said).toEqual([]);
  return (kind: string, name: string) => {
    const spec = manifests.find((one) => one.kind === kind && one.metadata.name.startsWith(name))?.spec as {
      http: Route[];
      rules: Rule[];
    };
    return spec;
  };
}

type Paths = Record<string, string | undefined>;

const listPaths = (cases: typeof rewriteCases) => Object.assign({}, ...cases.map(({ paths }) => paths)) as Paths;
const arriveAll = (paths: Paths, arrive: (path: string) => string | undefined): Paths =>
  Object.fromEntries(Object.keys(paths).map((path) => [path, arrive(path)]));
/** Outside of the exposed parts nothing is served. */
const limit = (paths: Paths): Paths =>
  Object.fromEntries(Object.entries(paths).map(([path, to]) => [path, isPart(path) ? to : undefined]));

describe("the path that arrives is one and the same", () => {
  it("in the mesh, and at a gateway of Istio's API at /", () => {
    const find = read(writeDocument("shop/reviews", rewriteCases, expose("public", "root.io")));
    const all = listPaths(rewriteCases);
    expect(arriveAll(all, (path) => arriveByIstio(find("VirtualService", "reviews").http, path))).toEqual(all);
    expect(arriveAll(all, (path) => arriveByIstio(find("VirtualService", "root.io").http, path))).toEqual(all);
  });

  it("at a gateway of Istio's API at parts", () => {
    const cases = rewriteCases.filter(({ match }) => !match.includes("regex"));
    const find = read(writeDocument("shop/reviews", cases, expose("public", "parts.io", exposedParts)));
    const { http } = find("VirtualService", "parts.io");
    expect(arriveAll(listPaths(cases), (path) => arriveByIstio(http, path))).toEqual(limit(listPaths(cases)));
  });

  it("at a gateway of the Gateway API at / and at parts", () => {
    const find = read(
      writeDocument(
        "shop/reviews",
        ofBoth,
        expose("standard", "root.io") + expose("standard", "parts.io", exposedParts),
      ),
    );
    const all = listPaths(ofBoth);
    expect(arriveAll(all, (path) => arriveByGatewayApi(find("HTTPRoute", "reviews.root.io").rules, path))).toEqual(all);
    const { rules } = find("HTTPRoute", "reviews.parts.io");
    expect(arriveAll(all, (path) => arriveByGatewayApi(rules, path))).toEqual(limit(all));
  });

  it("where a fault narrows the route's match down", () => {
    const { manifests, said } = compileText(
      "service: shop/reviews\nroutes: [{ name: a, match: [{ uri: { prefix: /s } }], rewrite: { uri: /t }, fault: { abort: { percentage: 0, httpStatus: 503 }, match: [{ uri: { prefix: /s/x } }] } }]\n",
    );
    expect(said).toEqual([]);
    const [{ http }] = manifests.map(({ spec }) => spec as { http: (Route & { name: string })[] }) as [
      { http: (Route & { name: string })[] },
    ];
    expect(http.map(({ name }) => name)).toEqual(["a.fault", "a", "default"]);
    expect(arriveByIstio(http, "/s/x/1")).toBe("/t/x/1");
  });
});

describe("the objects", () => {
  const route = (fields: string) => {
    const { manifests, said } = compileText(`service: shop/reviews\nroutes: [{ name: a, ${fields} }]\n`);
    expect(said).toEqual([]);
    const http = manifests[0]?.spec.http as { name: string; match?: unknown; rewrite: unknown }[];
    return http.filter(({ name }) => name === "a").map(({ match, rewrite }) => ({ match, rewrite }));
  };

  it("keep one route, with a prefix as the path and what is below it", () => {
    expect(route("match: [{ uri: { prefix: /v1.0 } }], rewrite: { uri: /new/, authority: b }")).toEqual([
      {
        match: [{ uri: { exact: "/v1.0" } }, { uri: { prefix: "/v1.0/" } }],
        rewrite: { authority: "b", uriRegexRewrite: { match: "^/v1\\.0", rewrite: "/new" } },
      },
    ]);
    expect(route("match: [{ uri: { prefix: /x/ }, ignoreUriCase: true }], rewrite: { uri: / }")).toEqual([
      {
        match: [{ uri: { prefix: "/x/" }, ignoreUriCase: true }],
        rewrite: { uriRegexRewrite: { match: "(?i)^/x/?", rewrite: "/" } },
      },
    ]);
  });

  it("have a route for each way to rewrite, the most specific path first", () => {
    expect(
      route(
        "match: [{ uri: { regex: /r.* } }, { headers: { h: { exact: a } } }, { uri: { prefix: /a } }, { uri: { exact: /e } }, { uri: { prefix: /a/b } }], rewrite: { uri: /new }",
      ),
    ).toEqual([
      { match: [{ uri: { exact: "/e" } }], rewrite: { uri: "/new" } },
      {
        match: [{ uri: { exact: "/a/b" } }, { uri: { prefix: "/a/b/" } }],
        rewrite: { uriRegexRewrite: { match: "^/a/b", rewrite: "/new" } },
      },
      {
        match: [{ uri: { exact: "/a" } }, { uri: { prefix: "/a/" } }],
        rewrite: { uriRegexRewrite: { match: "^/a", rewrite: "/new" } },
      },
      {
        match: [{ headers: { h: { exact: "a" } } }],
        rewrite: { uriRegexRewrite: { match: "^(?:/$)?", rewrite: "/new" } },
      },
      { match: [{ uri: { regex: "/r.*" } }], rewrite: { uri: "/new" } },
    ]);
  });

  it("put a new beginning before every path, and have an authority or an expression as it is given", () => {
    expect(route("rewrite: { uri: /new }")).toEqual([
      { match: undefined, rewrite: { uriRegexRewrite: { match: "^(?:/$)?", rewrite: "/new" } } },
    ]);
    expect(route("rewrite: { authority: b }")).toEqual([{ match: undefined, rewrite: { authority: "b" } }]);
    expect(
      route(
        'match: [{ uri: { prefix: /v } }], rewrite: { uriRegexRewrite: { match: "^/v[0-9]+/(.*)", rewrite: "/\\\\1" } }',
      ),
    ).toEqual([
      {
        match: [{ uri: { prefix: "/v" } }],
        rewrite: { uriRegexRewrite: { match: "^/v[0-9]+/(.*)", rewrite: "/\\1" } },
      },
    ]);
  });
});

describe("what is refused", () => {
  const say = (fields: string, gateway?: string) => {
    const exposed = gateway === undefined ? "" : `expose:\n${expose(gateway, "a.io")}`;
    return compileText(`service: shop/reviews\nroutes: [{ name: a, ${fields} }]\n${exposed}`, { mesh }).said;
  };
  const fix = "correct the document; nothing has been changed";

  it.each([
    ["rewrite: { uri: / }", "2:32"],
    ["match: [{ uri: { prefix: / } }], rewrite: { uri: / }", "2:65"],
    ["match: [{ headers: { a: { exact: b } } }], rewrite: { uri: / }", "2:75"],
  ])("%s, which changes nothing", (fields, place) => {
    expect(say(fields)).toEqual([
      `shop.yaml:${place}: error MESH0260: route "a" is for every path; rewrite.uri / changes nothing; name the prefix to replace by uri.prefix in the route's \`match\`, or remove rewrite.uri`,
    ]);
  });

  it("a prefix that ends within a segment", () => {
    expect(say("match: [{ uri: { prefix: /api- } }], rewrite: { uri: /b }")).toEqual([
      'shop.yaml:2:38: error MESH0261: route "a" rewrites the path, so the prefix /api- is for /api- and what is below /api-/, not for longer segments; match by regex and use rewrite.uriRegexRewrite, or end the prefix with a whole segment',
    ]);
    expect(say("match: [{ uri: { prefix: /api- } }]")).toEqual([]);
  });

  it.each([
    ["{ uri: new }", 'uri` is "new"; it must be a path, which begins with / and has no query'],
    ["{ uri: /a?b=c }", 'uri` is "/a?b=c"; it must be a path, which begins with / and has no query'],
    ["{ uri: /a//b }", 'uri` is "/a//b"; it must have no empty segment'],
    [
      "{ uriRegexRewrite: { match: '/(.*)', rewrite: '/\\2' } }",
      'uriRegexRewrite` is {"match":"/(.*)","rewrite":"/\\\\2"}; its rewrite has the number of a group that its match does not have',
    ],
    [
      "{ uriRegexRewrite: { match: '/(.*)', rewrite: '/\\a' } }",
      'uriRegexRewrite.rewrite` is "/\\\\a"; behind \\ it must have the number of a group, as in /\\1, or another \\',
    ],
    [
      "{ uriRegexRewrite: { match: '(?=a)', rewrite: / } }",
      'uriRegexRewrite.match` is "(?=a)"; it must be a regular expression of RE2, which has no look-around and no back references',
    ],
  ])("rewrite: %s", (rewrite, message) => {
    expect(say(`rewrite: ${rewrite}`).map((one) => one.slice(one.indexOf("error")))).toEqual([
      `error MESH0201: \`routes[0].rewrite.${message}; ${fix}`,
    ]);
  });

  it("two ways at once", () => {
    expect(say("rewrite: { uri: /a, uriRegexRewrite: { match: a, rewrite: b } }")[0]).toContain(
      "uri and uriRegexRewrite exclude each other",
    );
  });

  const instead = 'remove it, or expose the service at a gateway with `api: "istio"`';
  it.each([
    ["rewrite: { uri: /b }", `a new beginning for every path; ${instead}`],
    [
      "match: [{ uri: { prefix: /b } }], rewrite: { uriRegexRewrite: { match: b, rewrite: c } }",
      `\`uriRegexRewrite\`; ${instead}`,
    ],
    [
      "match: [{ uri: { prefix: /old/ } }], rewrite: { uri: /b }",
      "the rewritten prefix /old/ without /old itself; write the prefix without / at its end, which is for what is below it too",
    ],
  ])("%s at a gateway of the Gateway API", (fields, what) => {
    const said = say(fields, "standard").filter((one) => !one.includes("MESH0255"));
    expect(said.map((one) => one.slice(one.indexOf("error")))).toEqual([
      `error MESH0253: route shop/reviews/a at gateway ingress/standard: HTTPRoute cannot say ${what}`,
    ]);
    expect(say(fields, "public")).toEqual([]);
  });
});
