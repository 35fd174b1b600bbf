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
  expect(warned).toMatchInlineSnapshot();
});

it("refuses a stack without tests, and a format that does not exist", async () => {
  await expect(run()).rejects.toThrow(new Error("stacks/dev/tests has no tests; propose some by mesh test --write"));
  await expect(run("xml")).rejects.toThrow(new Error('--format is "xml"; allowed are text, junit, github'));
});

it("lists the mutations that no test notices", async () => {
  project.write("stacks/dev/tests/reviews.yaml", tests);
  expect(await runTestVerb({ stack: "dev", mutate: true })).toBe(1);
  expect(printed.at(-1)).toMatchInlineSnapshot();
});

it("writes tests for what the stack does now, which pass and notice more, and never writes over a file", async () => {
  project.write("stacks/dev/tests/shop.web.yaml", tests);
  expect(await runTestVerb({ stack: "dev", write: true })).toBe(0);
  expect(printed.splice(0)).toMatchInlineSnapshot();
  expect(readFileSync("stacks/dev/tests/shop.reviews.yaml", "utf8")).toMatchInlineSnapshot();
  expect(readFileSync("stacks/dev/tests/shop.web.yaml", "utf8")).toBe(tests);
  expect(await runTestVerb({ stack: "dev", mutate: true })).toBe(0);
  expect(printed.at(-1)).toMatchInlineSnapshot();
});
