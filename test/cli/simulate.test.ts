// The command line, with files in a folder of its own. Does not prove the answers, which test/simulate does.
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { runSimulate, type SimulateOptions } from "../../src/cli/simulate.js";

const start = process.cwd();
let folder: string;
let printed: string[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "pulumi-istio-simulate-"));
  process.chdir(folder);
  printed = [];
  vi.spyOn(console, "log").mockImplementation((text: string) => void printed.push(text));
});
afterEach(() => {
  vi.restoreAllMocks();
  process.chdir(start);
  rmSync(folder, { recursive: true });
});

function write(file: string, text: string): void {
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  writeFileSync(join(folder, file), text);
}

const application = (namespace: string) => `
apiVersion: v1
kind: Service
metadata: { name: reviews${namespace} }
spec: { selector: { app: reviews }, ports: [{ name: http, port: 80, targetPort: 9080 }] }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: reviews${namespace} }
spec:
  selector: { matchLabels: { app: reviews } }
  template: { metadata: { labels: { app: reviews } }, spec: { containers: [{ name: app, image: app }] } }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: web${namespace} }
spec:
  selector: { matchLabels: { app: web } }
  template: { metadata: { labels: { app: web } }, spec: { serviceAccountName: web, containers: [{ name: app, image: app }] } }
---
apiVersion: v1
kind: Service
metadata: { name: web${namespace} }
spec: { selector: { app: web }, ports: [{ name: http, port: 80 }] }
---
apiVersion: v1
kind: ServiceAccount
metadata: { name: web${namespace} }
`;
const shopNamespace = `
---
apiVersion: v1
kind: Namespace
metadata: { name: shop, labels: { istio-injection: enabled } }
---
`;
const policies = `
service: shop/reviews
access:
  allow: [{ from: [shop/web], methods: [GET] }]
rateLimit: { local: [{ requests: 5, per: 1s }] }
timeout: 2s
`;

async function run(options: SimulateOptions, paths: readonly string[] = ["shop.yaml"]): Promise<string[]> {
  expect(await runSimulate(paths, { from: "shop/web", to: "http://reviews/api", ...options })).toBe(0);
  return printed.join("\n").split("\n");
}

describe("files", () => {
  beforeEach(() => write("shop.yaml", `${application(", namespace: shop")}${shopNamespace}${policies}`));

  it("are compiled and indexed, and every step has its place", async () => {
    expect(await run({})).toMatchInlineSnapshot(`
      [
        "route: VirtualService shop/reviews has the routes of reviews.shop.svc.cluster.local (shop.yaml:36)",
        "route: rule "default" of VirtualService shop/reviews takes all requests (shop.yaml:36)",
        "destination: goes to reviews.shop.svc.cluster.local (shop.yaml:36)",
        "destination: Service shop/reviews selects Deployment shop/reviews at port 9080 (shop.yaml:5)",
        "tls: mutual TLS by default, because Deployment shop/reviews has a proxy",
        "authorization: rule 1 of AuthorizationPolicy shop/reviews.allow allows the request (shop.yaml:37)",
        "rateLimit: each replica counts the request, by EnvoyFilter shop/reviews.rate-limit (shop.yaml:39)",
        "",
        "reaches Deployment shop/reviews: path /api, mutual TLS, timeout 2s, 2 retries",
      ]
    `);
  });

  it("a refusal is an answer too", async () => {
    expect((await run({ method: "POST" })).at(-1)).toBe("403 by AuthorizationPolicy");
  });

  it("as JSON, with the workload by its name", async () => {
    const answer = JSON.parse((await run({ format: "json" })).join("\n")) as {
      outcomes: { kind: string; destination: unknown }[];
    };
    expect(answer.outcomes.map(({ kind, destination }) => ({ kind, destination }))).toEqual([
      {
        kind: "reached",
        destination: {
          ...{ host: "reviews.shop.svc.cluster.local", port: 80, subset: "" },
          workload: { kind: "Deployment", namespace: "shop", name: "reviews" },
        },
      },
    ]);
  });

  it("claims and headers are name=value, and lists are JSON", async () => {
    const given = { header: ["x-a=b=c", "x-d="], claim: ["iss=https://id", 'groups=["a"]'] };
    expect((await run(given)).at(-1)).toContain("reaches Deployment shop/reviews");
  });
});

it("pods that only a document names are taken to be there, at the port that is called", async () => {
  const documents = `
service: shop/reviews
selector: { app: reviews }
versions: { v1: { version: v1 }, v2: { version: v2 } }
routes: [{ name: default, to: { v1: 90, v2: 10 } }]
---
service: shop/web
timeout: 2s
${shopNamespace}`;
  write("documents.yaml", documents);
  const ask = async (from: string, to: string) => {
    printed = [];
    const lines = await run({ from, to }, ["documents.yaml"]);
    return lines
      .join("\n")
      .split("\n")
      .filter((line) => line.includes("reaches"));
  };
  expect(await ask("shop/web", "http://reviews:9080/")).toEqual([
    "90 % reaches Deployment shop/reviews.v1: subset v1, path /, mutual TLS, no timeout, 2 retries",
    "10 % reaches Deployment shop/reviews.v2: subset v2, path /, mutual TLS, no timeout, 2 retries",
  ]);
  expect(await ask("plain", "http://web.shop/")).toEqual([
    "reaches Deployment shop/web: path /, no mutual TLS, no timeout, no retries",
  ]);
});

it("a stack has its own namespaces, gateways and mesh configuration", async () => {
  mkdirSync("node_modules");
  symlinkSync(start, join("node_modules", "pulumi-istio"));
  write(
    "Pulumi.yaml",
    "name: pulumi-istio\nruntime: nodejs\nmain: node_modules/pulumi-istio/dist/program.js\nstackConfigDir: stacks\n",
  );
  write(
    "stacks/Pulumi.dev.yaml",
    `config:
  pulumi-istio:cluster: { kind: local }
  pulumi-istio:namespaces: { shop: {} }
  pulumi-istio:applications: { shop: { namespace: shop } }
  pulumi-istio:controlPlane: { meshConfig: { enableAutoMtls: false } }
`,
  );
  write("stacks/dev/apps/shop.yaml", application(""));
  write("stacks/dev/policies/reviews.yaml", "service: shop/reviews\ntimeout: 3s\n");
  expect((await run({ stack: "dev" }, [])).at(-1)).toBe(
    "reaches Deployment shop/reviews: path /api, no mutual TLS, timeout 3s, 2 retries",
  );
});

describe("what is wrong", () => {
  it.each<[SimulateOptions, string]>([
    [
      { from: undefined, to: undefined },
      "--from is missing; name the caller, as in --from shop/web\n--to is missing; name the called URL, as in --to http://reviews/api",
    ],
    [{ header: ["a"], claim: "b" }, '--header is "a"; it must be name=value\n--claim is "b"; it must be name=value'],
    [{ format: "jsn" }, '--format is "jsn"; allowed are text, json; did you mean "json"?'],
    [
      { from: "shop/wab", to: "http://revews/" },
      'from is "shop/wab", and no workload has that name; did you mean "shop/web"?; there are istio-system/istio-ingressgateway, shop/reviews, shop/web\nto has the host "revews", and Namespace shop has no Service revews; did you mean "reviews"?; it has Services reviews, web',
    ],
  ])("%j", async (options, expected) => {
    write("shop.yaml", `${application(", namespace: shop")}${shopNamespace}`);
    await expect(run(options)).rejects.toThrow(new Error(expected));
  });

  it("nothing is named", async () => {
    await expect(run({}, [])).rejects.toThrow(
      "name files or folders, or a stack: mesh simulate [-s STACK] [PATH…] --from … --to …",
    );
  });

  it("documents have errors, all of them at once", async () => {
    write("shop.yaml", `${application(", namespace: shop")}---\nservice: shop/reviews\ntimeout: x\nretry: {}\n`);
    await expect(run({})).rejects.toThrow(/^shop\.yaml:\d+:\d+: error .*\nshop\.yaml:\d+:\d+: error .*$/);
  });
});
