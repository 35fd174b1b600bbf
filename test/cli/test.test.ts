// The verb on a project of its own. Does not prove what requests meet, which test/simulate does.
import { readFileSync } from "node:fs";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { runTestVerb } from "../../src/cli/test.js";
import { makeShopProject, type ShopProject } from "./shop-project.js";

const tests = `name: web reads
request: { from: shop/web, to: http://reviews/ }
expect: { reaches: { service: shop/reviews, version: v1 }, timeout: 2s }
---
name: others do not
request: { from: shop/other, to: http://reviews/ }
expect: { status: 403, notReached: shop/reviews }
`;
let project: ShopProject;
let printed: string[];
let warned: string[];

beforeEach(() => {
  project = makeShopProject();
  [printed, warned] = [[], []];
  vi.spyOn(console, "log").mockImplementation((text: string) => void printed.push(text));
  vi.spyOn(console, "error").mockImplementation((text: string) => void warned.push(text));
});
afterEach(() => {
  vi.restoreAllMocks();
  project.remove();
});

const run = (format?: string) => runTestVerb({ stack: "dev", ...(format === undefined ? {} : { format }) });

it("runs the tests of a stack", async () => {
  project.write("stacks/dev/tests/reviews.yaml", tests);
  expect(await run()).toBe(0);
  expect(printed.join("\n").replace(/\(.* ms\)/, "")).toBe(
    "ok    web reads\nok    others do not\n2 tests, all passed ",
  );
});

it("fails where one fails, and shows the place", async () => {
  project.write("stacks/dev/tests/reviews.yaml", tests.replace("2s", "3s"));
  expect(await run("github")).toBe(1);
  expect(printed).toEqual([
    "::error file=stacks/dev/tests/reviews.yaml,line=3,col=60,title=MESH0504::web reads: expect.timeout: expected 3s; actual 2s; correct the policy, or the test if the change is intended",
  ]);
});

it("is 2 where tests cannot be read, or their requests", async () => {
  project.write("stacks/dev/tests/reviews.yaml", tests.replace("expect: { status", "expects: { status"));
  expect(await run()).toBe(2);
  project.write("stacks/dev/tests/reviews.yaml", tests.replace("shop/web", "shop/wep"));
  expect(await run()).toBe(2);
  expect(warned).toMatchInlineSnapshot(`
    [
      "stacks/dev/tests/reviews.yaml:5:1: error MESH0501: \`expect\` is missing; it must be a map; correct the test
    stacks/dev/tests/reviews.yaml:7:1: error MESH0501: \`expects\` is not a known key; did you mean "expect"?; known are name, request, expect; correct the test",
      "stacks/dev/tests/reviews.yaml:2:12: error MESH0503: from is "shop/wep", and no workload has that name; did you mean "shop/web"?; there are istio-system/istio-ingressgateway, shop/other, shop/reviews-v1, shop/web; correct the test, or declare what it names",
    ]
  `);
});

it("refuses a stack without tests, and a format that does not exist", async () => {
  await expect(run()).rejects.toThrow(new Error("stacks/dev/tests has no tests; propose some by mesh test --write"));
  await expect(run("xml")).rejects.toThrow(new Error('--format is "xml"; allowed are text, junit, github'));
});

it("lists the mutations that no test notices", async () => {
  project.write("stacks/dev/tests/reviews.yaml", tests);
  expect(await runTestVerb({ stack: "dev", mutate: true })).toBe(1);
  expect(printed.at(-1)).toMatchInlineSnapshot(`
    "not noticed: AuthorizationPolicy shop/reviews.allow spec.rules[0].to: removed (stacks/dev/policies/reviews.yaml:2)
    4 mutations: 3 noticed, 1 not noticed, 0 without an effect on requests"
  `);
});

it("writes tests for what the stack does now, which pass and notice more, and never writes over a file", async () => {
  project.write("stacks/dev/tests/shop.web.yaml", tests);
  expect(await runTestVerb({ stack: "dev", write: true })).toBe(0);
  expect(printed.splice(0)).toMatchInlineSnapshot(`
    [
      "stacks/dev/tests/shop.other.yaml: 2 tests",
      "stacks/dev/tests/shop.reviews.yaml: 4 tests",
      "stacks/dev/tests/shop.web.yaml exists and stays as it is",
    ]
  `);
  expect(readFileSync("stacks/dev/tests/shop.reviews.yaml", "utf8")).toMatchInlineSnapshot(`
    "name: "a plain pod to shop/reviews GET: 403: access is denied by shop/reviews.allow"
    request:
      from: plain/default
      to: http://reviews.shop.svc.cluster.local/probe
    expect:
      status: 403
      deniedBy: shop/reviews.allow
    ---
    name: "shop/other to shop/reviews GET: 403: access is denied by shop/reviews.allow"
    request:
      from: shop/other
      to: http://reviews.shop.svc.cluster.local/probe
    expect:
      status: 403
      deniedBy: shop/reviews.allow
    ---
    name: "shop/web to shop/reviews GET: reaches shop/reviews v1"
    request:
      from: shop/web
      to: http://reviews.shop.svc.cluster.local/probe
    expect:
      reaches:
        service: shop/reviews
        version: v1
      timeout: 2s
      retries: 2
    ---
    name: "shop/web to shop/reviews POST: 403: access is denied by shop/reviews.allow"
    request:
      from: shop/web
      to: http://reviews.shop.svc.cluster.local/probe
      method: POST
    expect:
      status: 403
      deniedBy: shop/reviews.allow
    "
  `);
  expect(readFileSync("stacks/dev/tests/shop.web.yaml", "utf8")).toBe(tests);
  expect(await runTestVerb({ stack: "dev", mutate: true })).toBe(0);
  expect(printed.at(-1)).toMatchInlineSnapshot(
    `"4 mutations: 4 noticed, 0 not noticed, 0 without an effect on requests"`,
  );
});
