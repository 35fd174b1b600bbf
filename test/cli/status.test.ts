// A generated cluster over HTTP, and stacks of a project in memory. Does not prove that the command line hands its options on: test/cli/main
// does, nor what a real cluster says: test/e2e/policy/status.test.ts does.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeEach, expect, it, vi } from "vitest";
import { readDeclared } from "../../src/cli/declared-policies.js";
import { readOutputs } from "../../src/cli/engine-state.js";
import { readStack } from "../../src/cli/stack.js";
import { runStatus } from "../../src/cli/status.js";
import type { StackConfig } from "../../src/stack/config-schema.js";
import { generateCluster, serveCluster, type GeneratedCluster } from "../bench/generate-cluster.mjs";
import { computeKubeconfig } from "../components/api-server.js";
import { makeSelfSigned } from "../self-signed.js";

/** Ends a watch: it goes on for ever by itself. */
const enough = new Error("enough");
let pauses = 0;
vi.mock("node:timers/promises", () => ({
  setTimeout: () => ((pauses += 1) < 3 ? Promise.resolve() : Promise.reject(enough)),
}));
vi.mock("../../src/cli/stack.js", () => ({ readStack: vi.fn() }));
vi.mock("../../src/cli/project.js", () => ({ findProject: () => ({ folder: "/project", name: "shop" }) }));
vi.mock("../../src/cli/declared-policies.js", () => ({ readDeclared: vi.fn() }));
vi.mock("../../src/cli/engine-state.js", () => ({ hasState: () => true, readOutputs: vi.fn() }));

const folder = mkdtempSync(join(tmpdir(), "pulumi-istio-status-"));
afterAll(() => rmSync(folder, { recursive: true }));
const root = makeSelfSigned("root.example").certificate;
const said: string[] = [];
let close: (() => void) | undefined;

beforeEach(() => {
  said.length = 0;
  vi.spyOn(console, "log").mockImplementation((text: string) => void said.push(text));
  vi.mocked(readDeclared).mockReturnValue({ manifests: [], unread: [] });
  vi.mocked(readOutputs).mockReturnValue(undefined);
});
afterEach(() => {
  close?.();
  vi.restoreAllMocks();
});

/** A stack on a cluster, and the kubeconfig's file. */
async function use(cluster: GeneratedCluster, refuse?: (path: string) => number | undefined): Promise<string> {
  const server = await serveCluster(cluster, { refuse });
  ({ close } = server);
  return write(server.port);
}

function write(port: number): string {
  const kubeconfig = join(folder, "kubeconfig");
  writeFileSync(kubeconfig, computeKubeconfig(port));
  const cluster: StackConfig["cluster"] = { kind: "existing", kubeconfig, context: "test" };
  vi.mocked(readStack).mockReturnValue({ cluster });
  return kubeconfig;
}

const generate = () => generateCluster({ pods: 10, root });
const fail = async (work: Promise<unknown>) => {
  const error: unknown = await work.catch((reason: unknown) => reason);
  return (error as Error).message;
};

it("reports in JSON, on one line, and ends with 1 where something is wrong", async () => {
  await use(generate());
  expect(await runStatus({ stack: "prod", format: "json" })).toBe(1);
  const [line = "", ...others] = said;
  expect(others).toEqual([]);
  const { problems, state } = JSON.parse(line) as { problems: { code: string }[]; state: string };
  expect(state).toBe("problems");
  // The root of the generated cluster ends in a day.
  expect(new Set(problems.map(({ code }) => code))).toEqual(new Set(["MESH0605"]));
});

it("ends with 0 where all is well", async () => {
  const cluster = generate();
  // Without a certificate nothing expires.
  cluster.objects = { "/version": { gitVersion: "v1.36.2" } };
  for (const [path, items] of Object.entries(cluster.lists)) {
    if (path.includes("webhookconfigurations")) cluster.lists[path] = items.map(keepUrl);
  }
  await use(cluster);
  expect(await runStatus({ stack: "prod" })).toBe(0);
  expect(said.join("\n")).toMatch(/\nhealthy$/);
});

/** The same webhooks with a caBundle that says nothing of its end. */
function keepUrl(item: object): object {
  const text = JSON.stringify(item).replaceAll(/"caBundle":"[^"]*"/g, `"caBundle":"${btoa("no certificate")}"`);
  return JSON.parse(text) as object;
}

it("says what of the stack's policies cannot be read, and is not healthy", async () => {
  vi.mocked(readDeclared).mockReturnValue({ unread: [{ what: "policies of stack prod", reason: "not valid YAML" }] });
  await use(generate());
  expect(await runStatus({ stack: "prod" })).toBe(1);
  expect(said[0]).toContain("not read\n  policies of stack prod: not valid YAML\n");
});

it("asks the cluster of a kubeconfig, without a stack", async () => {
  const kubeconfig = await use(generate());
  vi.mocked(readStack).mockImplementation(() => {
    throw new Error("there is no stack");
  });
  expect(await runStatus({ kubeconfig })).toBe(1);
  expect(said[0]).toContain("1 of 1 replica ready");
  expect(said[0]).not.toContain("policies:");
});

it.each<[string, () => Promise<unknown>, RegExp]>([
  [
    "an unreachable cluster",
    async () => {
      write(1);
      return runStatus({ stack: "prod" });
    },
    /^the API server http:\/\/127\.0\.0\.1:1 does not answer: connect ECONNREFUSED 127\.0\.0\.1:1$/,
  ],
  [
    "a context that does not exist",
    async () => runStatus({ kubeconfig: write(1), context: "none" }),
    /^\S+kubeconfig: error MESH0120: kubeconfig: it has no context "none"; its contexts are test/,
  ],
  [
    "no rights",
    async () => {
      await use(generate(), () => 403);
      return runStatus({ stack: "prod" });
    },
    /^the API server http:\/\/127\.0\.0\.1:\d+ lets nothing be read: \S+ is forbidden$/,
  ],
  [
    "credentials that are not valid",
    async () => {
      await use(generate(), () => 401);
      return runStatus({ stack: "prod" });
    },
    /^the API server http:\/\/127\.0\.0\.1:\d+ does not accept the credentials: \S+ is forbidden$/,
  ],
  [
    "another cluster than the stack's",
    async () => {
      vi.mocked(readOutputs).mockReturnValue({ clusterUid: "a" });
      const cluster = generate();
      cluster.objects["/api/v1/namespaces/kube-system"] = { metadata: { uid: "b" } };
      await use(cluster);
      return runStatus({ stack: "prod" });
    },
    /^stack prod was brought up on another cluster \(uid a\) than the one of http:\/\/127\.0\.0\.1:\d+ \(uid b\)$/,
  ],
  [
    "a cluster that the stack makes",
    async () => {
      vi.mocked(readStack).mockReturnValue({ cluster: { kind: "eks" } as StackConfig["cluster"] });
      return runStatus({ stack: "prod" });
    },
    /^stack prod: only local and existing clusters can be asked; this one is made by a stack; give its kubeconfig by --kubeconfig$/,
  ],
  [
    "a format that does not exist",
    async () => runStatus({ stack: "prod", format: "jsn" }),
    /^--format is "jsn"; allowed are text, json; did you mean "json"\?$/,
  ],
])("says one clear thing of %s", async (_what, run, expected) => {
  expect(await fail(run())).toMatch(expected);
  expect(said).toEqual([]);
});

it("looks again and again, and says where the cluster cannot be asked for a while", async () => {
  const kubeconfig = await use(generate());
  const complaints: string[] = [];
  vi.spyOn(console, "error").mockImplementation((text: string) => void complaints.push(text));
  let looks = 0;
  vi.spyOn(console, "log").mockImplementation((text: string) => {
    said.push(text);
    looks += 1;
    if (looks === 2) close?.();
  });
  expect(await fail(runStatus({ kubeconfig, watch: true, format: "json" }))).toBe("enough");
  expect(said.map((line) => (JSON.parse(line) as { state: string }).state)).toEqual(["problems", "problems"]);
  expect(complaints).toEqual([expect.stringMatching(/^the API server \S+ does not answer: .*ECONNREFUSED/)]);
});
