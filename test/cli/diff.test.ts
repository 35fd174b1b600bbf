// The verb on a project in a repository of its own. Does not prove the effects, which test/simulate/diff does.
import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { runDiff, type DiffOptions } from "../../src/cli/diff.js";
import { createDocument, makeShopProject, type ShopProject } from "./shop-project.js";

const policies = "stacks/dev/policies/reviews.yaml";
let project: ShopProject;
let printed: string[];

beforeEach(() => {
  project = makeShopProject();
  printed = [];
  vi.spyOn(console, "log").mockImplementation((text: string) => void printed.push(text));
});
afterEach(() => {
  vi.restoreAllMocks();
  project.remove();
});

function git(...args: string[]): void {
  const who = ["-c", "user.name=Someone", "-c", "user.email=someone@example.com"];
  execFileSync("git", [...who, "-C", project.folder, ...args]);
}

function commit(): void {
  git("init", "--quiet", "--initial-branch=main");
  git("add", "--all", "stacks");
  git("commit", "--quiet", "--no-gpg-sign", "--message", "first");
}

async function run(options: Partial<DiffOptions> = {}): Promise<[number, string]> {
  return [await runDiff({ stack: "dev", ...options }), printed.splice(0).join("\n")];
}

it("compares with the last commit", async () => {
  commit();
  expect(await run()).toEqual([0, "no effect on requests; 0 requests compared"]);
  project.write(policies, createDocument("other"));
  expect(await run({ failOn: "newly-denied" })).toMatchInlineSnapshot(`
    [
      1,
      "shop/reviews: newly denied
      callers:  shop/web
      requests: GET
      before:   reaches shop/reviews v1
      after:    403: access is denied by shop/reviews.allow
      cause:    AuthorizationPolicy shop/reviews.allow changed (stacks/dev/policies/reviews.yaml:2)

    shop/reviews: newly allowed
      callers:  shop/other
      requests: GET
      before:   403: access is denied by shop/reviews.allow
      after:    reaches shop/reviews v1
      cause:    AuthorizationPolicy shop/reviews.allow changed (stacks/dev/policies/reviews.yaml:2)

    2 changes: 1 newly denied, 1 newly allowed; 8 requests compared",
    ]
  `);
  const [, json] = await run({ format: "json" });
  const { changes } = JSON.parse(json) as { changes: { kind: string }[] };
  expect(changes.map(({ kind }) => kind)).toEqual(["newly-denied", "newly-allowed"]);
});

it("compares with any commit, and with another checkout or the folder of a stack", async () => {
  commit();
  project.write(policies, createDocument("other"));
  git("commit", "--quiet", "--no-gpg-sign", "--all", "--message", "second");
  expect(await run({ failOn: "any" })).toEqual([0, "no effect on requests; 0 requests compared"]);
  expect((await run({ against: "HEAD~1", failOn: "any" }))[0]).toBe(1);
  expect((await run({ against: "HEAD~1", failOn: "routes,cut-off" }))[0]).toBe(0);
  const other = mkdtempSync(join(tmpdir(), "pulumi-istio-other-"));
  cpSync(join(project.folder, "stacks"), join(other, "stacks"), { recursive: true });
  project.write(policies, createDocument("web"));
  expect((await run({ against: other, failOn: "newly-allowed" }))[0]).toBe(1);
  expect((await run({ against: join(other, "stacks", "dev"), failOn: "newly-allowed" }))[0]).toBe(1);
  rmSync(other, { recursive: true });
});

it.each<[Partial<DiffOptions>, string]>([
  [{ format: "yaml" }, '--format is "yaml"; allowed are text, json, markdown'],
  [
    { failOn: "newly-denid" },
    '--fail-on is "newly-denid"; allowed are any, newly-denied, newly-allowed, cut-off, unreachable, reachable, routes, delivery, limits, mutual-tls, new-host, unknown; did you mean "newly-denied"?',
  ],
  [{ stack: "prod" }, 'there is no stack "prod" (no file stacks/Pulumi.prod.yaml); there are dev'],
])("refuses %j", async (options, message) => {
  commit();
  await expect(run(options)).rejects.toThrow(new Error(message));
});

it("refuses what is neither a commit nor a folder of the stack, and a version with mistakes", async () => {
  commit();
  const { folder } = project;
  await expect(run({ against: "nothing" })).rejects.toThrow(
    new Error(`--against is "nothing", which is neither a folder nor a commit that git knows in ${folder}`),
  );
  await expect(run({ against: "node_modules" })).rejects.toThrow(
    new Error(
      "--against is the folder node_modules, which has no file stacks/Pulumi.dev.yaml; name another checkout, or the folder of a stack",
    ),
  );
  project.write(policies, "service: shop/reviews\ntimeoutt: 2s\n");
  await expect(run()).rejects.toThrow(
    /^stacks\/dev\/policies\/reviews\.yaml:2:1: error MESH0201: `timeoutt` is not a known key/,
  );
});
