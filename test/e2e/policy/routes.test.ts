// Does not prove anything of requests through a gateway: these routes are those of the mesh.
import { afterAll, beforeAll, expect, it } from "vitest";
import { eventually, kubectl } from "./cluster.js";
import { Policies } from "./policies.js";
import { call, countBy, countStatuses, type Request } from "./requests.js";
import { createEchos, removeNamespace, startNamespace } from "./workloads.js";

const namespace = "policy-routes";
const neighbour = "policy-routes-b";
const echos = createEchos(namespace, [
  { name: "client" },
  { name: "beta" },
  { name: "server", versions: ["v1", "v2"] },
  { name: "other" },
]);
const strangers = createEchos(neighbour, [{ name: "client" }]);
const policies = new Policies([...echos, ...strangers]);
const url = `http://server.${namespace}:8081/`;

beforeAll(() => Promise.all([startNamespace(namespace, echos), startNamespace(neighbour, strangers)]));
afterAll(() => Promise.all([removeNamespace(namespace), removeNamespace(neighbour)]));

const send = (request: Partial<Request> = {}) => call({ from: `${namespace}/client-v1`, url, ...request });
const countVersions = async (request: Partial<Request>) => countBy(await send(request), ({ version }) => version);

/** The first answer to a request. */
const ask = async (request: Partial<Request> = {}) => {
  const [answer] = await send(request);
  if (answer === undefined) throw new Error("there is no answer");
  return answer;
};

const setRoutes = (routes: string) =>
  policies.set(`
service: ${namespace}/server
versions: { v1: { version: v1 }, v2: { version: v2 } }
routes:
${routes}`);

/** That a share of all is what it should be, within 5 standard errors. */
function expectShare(count: number, total: number, share: number): void {
  const error = Math.sqrt((share * (1 - share)) / total);
  expect(Math.abs(count / total - share)).toBeLessThan(5 * error);
}

it("splits HTTP, gRPC and TCP by weight", async () => {
  const urls = [url, `grpc://server.${namespace}:50051`, `tcp://server.${namespace}:9090`];
  for (const one of urls) {
    // A sidecar may learn of the second pod later than its own.
    await eventually(async () => {
      const { v2 = 0 } = await countVersions({ url: one, count: 300 });
      expect(v2 / 300).toBeGreaterThan(0.25);
    });
  }
  await setRoutes("  - { name: default, to: { v1: 90, v2: 10 } }\n");
  for (const one of urls) {
    await eventually(async () => {
      const { v1 = 0, v2 = 0 } = await countVersions({ url: one, count: 400 });
      expectShare(v2, 400, 0.1);
      expect(v1 + v2).toBe(400);
    });
  }
});

it("sends the headers of k8s-combat where it does: version 100 to v1, 200 to v2, all else to v1", async () => {
  await setRoutes(`
  - { name: one, match: [{ headers: { version: { exact: "100" } } }], to: { v1: 100 } }
  - { name: two, match: [{ headers: { version: { exact: "200" } } }], to: { v2: 100 } }
  - { name: default, to: { v1: 100 } }
`);
  for (const one of [url, `grpc://server.${namespace}:50051`]) {
    const go = (headers: Record<string, string>) => countVersions({ url: one, count: 20, headers });
    await eventually(async () => {
      expect(await go({})).toEqual({ v1: 20 });
      expect(await go({ version: "100" })).toEqual({ v1: 20 });
      expect(await go({ version: "200" })).toEqual({ v2: 20 });
    });
  }
});

it("chooses the route by header, path, query, method, port and caller", async () => {
  const mark = (name: string, match: string) =>
    `  - { name: ${name}, match: [${match}], headers: { response: { set: { x-route: ${name} } } } }\n`;
  await setRoutes(
    [
      mark("namespace", `{ sourceNamespace: ${neighbour} }`),
      mark("labels", "{ sourceLabels: { app: beta } }"),
      mark("grpc", "{ port: 50051 }"),
      mark("header-exact", "{ headers: { x-user: { exact: tester } } }"),
      mark("header-prefix", "{ headers: { x-user: { prefix: te } } }"),
      mark("header-regex", '{ headers: { x-user: { regex: "[a-c]+\\\\d" } } }'),
      mark("two-headers", "{ headers: { x-a: { exact: a }, x-b: { regex: .+ } } }"),
      mark("either", "{ headers: { x-c: { exact: c } } }, { headers: { x-d: { exact: d } } }"),
      mark("path-exact", "{ uri: { exact: /exact } }"),
      mark("path-prefix", "{ uri: { prefix: /prefix/ } }"),
      mark("path-regex", '{ uri: { regex: "/items/[0-9]+" } }'),
      mark("path-any-case", "{ uri: { prefix: /case }, ignoreUriCase: true }"),
      mark("query", "{ queryParams: { user: { exact: tester } } }"),
      mark("method", "{ method: { exact: POST } }"),
      mark("authority", "{ authority: { prefix: server.policy-routes.svc } }"),
      mark("without", "{ withoutHeaders: { x-known: { regex: .+ } } }"),
    ].join(""),
  );
  const cases: [string | undefined, Partial<Request>][] = [
    ["namespace", { from: `${neighbour}/client-v1` }],
    ["labels", { from: `${namespace}/beta-v1` }],
    ["grpc", { url: `grpc://server.${namespace}:50051` }],
    ["header-exact", { headers: { "x-user": "tester" } }],
    ["header-prefix", { headers: { "x-user": "team" } }],
    ["header-regex", { headers: { "x-user": "abc1" } }],
    ["two-headers", { headers: { "x-a": "a", "x-b": "b" } }],
    ["without", { headers: { "x-a": "a" } }],
    ["either", { headers: { "x-d": "d" } }],
    ["path-exact", { url: `${url}exact` }],
    ["without", { url: `${url}exact/more` }],
    ["path-prefix", { url: `${url}prefix/more` }],
    ["path-regex", { url: `${url}items/12` }],
    ["path-any-case", { url: `${url}CASE/more` }],
    ["query", { url: `${url}?user=tester` }],
    ["method", { flags: ["--method=POST"] }],
    ["authority", { url: `http://server.${namespace}.svc:8081/` }],
    ["without", {}],
    [undefined, { headers: { "x-known": "1" } }],
  ];
  const expected = cases.map(([name]) => name);
  await eventually(async () => {
    const answers = await Promise.all(cases.map(([, request]) => ask(request)));
    expect(answers.map(({ status }) => status)).toEqual(cases.map(() => 200));
    expect(answers.map(({ headers }) => headers["x-route"])).toEqual(expected);
  });
});

it("rewrites, redirects, answers, and changes headers", async () => {
  await setRoutes(`
  - { name: rewrite, match: [{ uri: { prefix: /old/ } }], rewrite: { uri: /new/, authority: elsewhere } }
  - { name: redirect, match: [{ uri: { prefix: /gone } }], redirect: { uri: /here, authority: there, redirectCode: 307 } }
  - { name: answer, match: [{ uri: { prefix: /answer } }], directResponse: { status: 418, body: "a teapot" } }
  - name: headers
    match: [{ uri: { prefix: /headers } }]
    headers:
      request: { set: { x-set: "100%%" }, add: { x-add: more }, remove: [x-remove] }
      response: { set: { x-answer: "%RESPONSE_CODE%" }, remove: [server] }
  - { name: other, match: [{ uri: { prefix: /other } }], to: { ${namespace}/other: 100 } }
`);
  const rewritten = await eventually(async () => {
    const answer = await ask({ url: `${url}old/path` });
    expect(answer.body).toContain("URL=/new/path");
    return answer;
  });
  expect(rewritten.body).toContain("Host=elsewhere");
  const redirected = await ask({ url: `${url}gone` });
  expect(redirected.status).toBe(307);
  expect(redirected.headers.location).toBe("http://there/here");
  const answered = await ask({ url: `${url}answer` });
  expect(answered).toMatchObject({ status: 418, pod: undefined });
  expect(answered.body).toContain("a teapot");
  const changed = await ask({ url: `${url}headers`, headers: { "x-set": "old", "x-add": "one", "x-remove": "1" } });
  expect(changed.received).toMatchObject({ "x-set": "100%" });
  expect(changed.body.match(/X-Add:.*/g)).toEqual(["X-Add:one", "X-Add:more"]);
  expect(changed.received["x-remove"]).toBeUndefined();
  expect(changed.headers["x-answer"]).toBe("200");
  const elsewhere = await ask({ url: `${url}other` });
  expect(elsewhere.pod).toMatch(/^other-/);
});

it("replaces what an expression finds, says a port in redirects, and marks one version's answers", async () => {
  await setRoutes(`
  - { name: regex, match: [{ uri: { prefix: /v } }], rewrite: { uriRegexRewrite: { match: "^/v[0-9]+/(.*)", rewrite: "/\\\\1" } } }
  - { name: port, match: [{ uri: { exact: /port } }], redirect: { scheme: https, port: 8443 } }
  - { name: derived, match: [{ uri: { exact: /derived } }], redirect: { authority: there, derivePort: FROM_REQUEST_PORT } }
  - name: default
    to: { v1: 50, v2: { weight: 50, headers: { response: { set: { x-canary: "yes" } }, request: { set: { x-to: "v2" } } } } }
`);
  await eventually(async () => expect((await ask({ url: `${url}v12/a/b` })).body).toContain("URL=/a/b"));
  expect((await ask({ url: `${url}vx/a` })).body).toContain("URL=/vx/a");
  expect((await ask({ url: `${url}port` })).headers.location).toBe(`https://server.${namespace}:8443/port`);
  expect((await ask({ url: `${url}derived` })).headers.location).toBe("http://there:8081/derived");
  const answers = await send({ count: 40 });
  const marked = answers.map(({ version, headers, received }) =>
    [version, headers["x-canary"], received["x-to"]].join(),
  );
  expect([...new Set(marked)].sort()).toEqual(["v1,,", "v2,yes,v2"]);
});

it("redirects with another beginning of the path, by whole segments", async () => {
  await setRoutes(`
  - { name: moved, match: [{ uri: { prefix: /old } }], redirect: { prefixRewrite: /new, authority: there } }
  - { name: up, match: [{ uri: { prefix: /deep/down } }], redirect: { prefixRewrite: /, redirectCode: 302 } }
`);
  const locate = async (path: string) => (await ask({ url: `${url}${path}` })).headers.location;
  await eventually(async () => expect(await locate("old/a/b?c=1")).toBe("http://there/new/a/b?c=1"));
  expect(await locate("old")).toBe("http://there/new");
  expect(await locate("older")).toBeUndefined();
  expect(await locate("deep/down/a")).toBe(`http://server.${namespace}:8081/a`);
  expect(await locate("deep/down")).toBe(`http://server.${namespace}:8081/`);
});

it("answers the questions of other origins' pages", async () => {
  await setRoutes(`
  - name: default
    corsPolicy: { allowOrigins: [{ exact: "https://shop.example" }], allowMethods: [GET], maxAge: 10m }
`);
  const preflight = async (origin: string) => {
    const headers = { Origin: origin, "Access-Control-Request-Method": "GET" };
    return (await ask({ headers, flags: ["--method=OPTIONS"] })).headers;
  };
  await eventually(async () =>
    expect(await preflight("https://shop.example")).toMatchObject({
      "access-control-allow-origin": "https://shop.example",
      "access-control-allow-methods": "GET",
      "access-control-max-age": "600",
    }),
  );
  expect(await preflight("https://other.example")).not.toHaveProperty("access-control-allow-origin");
});

it("sends TCP connections by their caller", async () => {
  await setRoutes(`
  - { name: beta, match: [{ sourceLabels: { app: beta } }], to: { v2: 100 } }
  - { name: default, to: { v1: 100 } }
`);
  const go = (client: string) =>
    countVersions({ from: `${namespace}/${client}-v1`, url: `tcp://server.${namespace}:9090`, count: 20 });
  await eventually(async () => {
    expect(await go("client")).toEqual({ v1: 20 });
    expect(await go("beta")).toEqual({ v2: 20 });
  });
});

it("keeps to weights that are changed from outside, and to all else that the route says", async () => {
  await setRoutes(`
  - { name: canary, to: { v1: 100, v2: 0 }, weightsOwnedBy: rollouts, timeout: 300ms, rewrite: { uri: /rewritten } }
`);
  await eventually(async () => {
    expect(await countVersions({ count: 40 })).toEqual({ v1: 40 });
    expect((await ask()).body).toContain("URL=/rewritten");
  });
  const weight = (index: number, value: number) => ({
    op: "replace",
    path: `/spec/http/0/route/${index}/weight`,
    value,
  });
  const patch = JSON.stringify([weight(0, 30), weight(1, 70)]);
  await kubectl(["-n", namespace, "patch", "virtualservice", "server.canary", "--type=json", "--patch", patch]);
  await eventually(async () => {
    const { v2 = 0 } = await countVersions({ count: 400 });
    expectShare(v2, 400, 0.7);
  });
  const slow = await send({ url: `${url}?delay=1s`, count: 4 });
  expect(countStatuses(slow)).toEqual({ 504: 4 });
});
