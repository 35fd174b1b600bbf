// Twenty stacks, each with one planted fault, judged through `mesh analyze`, the console's check and the components of a preview,
// once as they are worded and once with every message worded anew, which must move nothing.
// Does not prove that the engine stops at errors: the end-to-end tests do. Errors of the stack's file are not among the faults: all
// doors call `findStackProblems` for them.
import * as pulumi from "@pulumi/pulumi";
import { hash } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { formatAsJson } from "../../src/cli/formats/json.js";
import { runAnalyze } from "../../src/cli/analyze.js";
import { Mesh } from "../../src/components/mesh.js";
import { nameStackFolders, readFilesOfStack } from "../../src/components/files-of-stack.js";
import { check } from "../../src/console/documents/check.js";
import { createPlanner } from "../../src/console/planner.js";
import { formatFinding, type Finding } from "../../src/findings/finding.js";
import type * as Problems from "../../src/findings/problem.js";
import { placeApplications } from "../../src/plan/mesh-of-stack.js";
import { readStackFacts } from "../../src/stack/stack-facts.js";
import { readPolicyTexts } from "../../src/stack/stack-files.js";
import { runProgram, useFolders } from "../components/engine.js";
import { writeApplications } from "../stack/applications.js";

const wording = vi.hoisted(() => ({ change: (message: string) => message }));
vi.mock("../../src/findings/problem.js", async (importOriginal) => {
  const own = await importOriginal<typeof Problems>();
  const placeProblem: typeof own.placeProblem = (problem, placing) => {
    const finding = own.placeProblem(problem, placing);
    return { ...finding, message: wording.change(finding.message) };
  };
  return {
    ...own,
    placeProblem,
    placeProblems: (problems: readonly Problems.Problem[], placing?: Problems.Placing) =>
      problems.map((problem) => placeProblem(problem, placing)),
    createFinding: (...[code, message, remedy]: Parameters<typeof own.createFinding>) =>
      placeProblem(own.createProblem([], code, message, remedy)),
  };
});

const stack = { root: "", folder: "stacks/dev", file: "stacks/Pulumi.dev.yaml", project: "pulumi-istio" };
const shop = "stacks/dev/policies/shop.yaml";
const apps = "stacks/dev/apps/shop.yaml";
const raw = "stacks/dev/policies/raw.yaml";

const files: Readonly<Record<string, string>> = {
  [stack.file]: `config:
  pulumi-istio:cluster: { kind: existing, context: mine }
  pulumi-istio:controlPlane: { profile: minimal }
  pulumi-istio:gateways: { public: { namespace: ingress } }
  pulumi-istio:namespaces: { shop: { injection: enabled }, ingress: { injection: none } }
  pulumi-istio:applications: { shop: { namespace: shop } }
`,
  [apps]: writeApplications(["web", "reviews"]),
  [shop]: `service: shop/reviews
timeout: 3s
access: { allow: [{ from: [shop/web] }] }
---
service: shop/web
calls: [shop/reviews]
expose: [{ gateway: ingress/public, hosts: [shop.example.com] }]
`,
};

const virtualService = (name: string, rest: string) => `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: ${name} }
spec: { hosts: [${name}], http: [${rest}] }
`;

/** Name of a fault -> the texts that plant it; `from -> to` changes a text that is there. */
const faults: readonly [string, string, string, string?][] = [
  ["an unknown caller", shop, "shop/web] }", "shop/wbe] }"],
  ["an unknown gateway", shop, "ingress/public", "ingress/publik"],
  ["an unknown callee", shop, "calls: [shop/reviews]", "calls: [shop/review]"],
  ["a bad duration", shop, "timeout: 3s", "timeout: 3"],
  ["an unknown key", shop, "timeout: 3s", "timout: 3s"],
  ["an unknown version", shop, "timeout: 3s", "routes: [{ to: [{ version: v9 }] }]"],
  ["weights that do not add up", shop, "timeout: 3s", "routes: [{ to: [{ version: v1, weight: 40 }] }]"],
  ["a document twice", shop, "service: shop/web\n", "service: shop/reviews\n"],
  ["no YAML", shop, "timeout: 3s", "timeout: [3s"],
  ["an application without a pod", apps, "kind: Deployment", "kind: ReplicaSet"],
  ["an application that selects nothing", apps, "selector: { app: web }", "selector: { app: wbe }"],
  ["a port without a name", apps, "name: http, port", "name: web, port"],
  ["a broken application", apps, "kind: Service\n", "kind: [Service\n"],
  ["a duplicate object", apps, "metadata: { name: web }", "metadata: { name: reviews }"],
  ["a route to nowhere", raw, virtualService("other.example.com", "{ route: [{ destination: { host: nowhere } }] }")],
  ["a raw object without a namespace", raw, virtualService("shop.example.com", "{ redirect: { uri: / } }")],
  [
    "a selector that selects nothing",
    raw,
    "apiVersion: security.istio.io/v1\nkind: PeerAuthentication\nmetadata: { name: a, namespace: shop }\nspec: { selector: { matchLabels: { app: none } }, mtls: { mode: STRICT } }\n",
  ],
  [
    "an unused subset",
    raw,
    "apiVersion: networking.istio.io/v1\nkind: DestinationRule\nmetadata: { name: a, namespace: shop }\nspec: { host: nowhere, subsets: [{ name: v7, labels: { version: v7 } }] }\n",
  ],
  [
    "a bad enumeration",
    raw,
    "apiVersion: networking.istio.io/v1\nkind: ServiceEntry\nmetadata: { name: a, namespace: shop }\nspec: { hosts: [a.example.com], ports: [{ number: 443, name: tls, protocol: TLS }], resolution: DSN }\n",
  ],
  ["no object at all", raw, "kind: Nothing\n"],
];

useFolders();
const warn = vi.spyOn(pulumi.log, "warn").mockResolvedValue();
const home = process.cwd();
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "pulumi-istio-doors-"));
  process.chdir(folder);
  for (const [file, text] of Object.entries(files)) write(file, text);
});
afterEach(() => {
  wording.change = (message) => message;
  vi.clearAllMocks();
  process.chdir(home);
  rmSync(folder, { recursive: true });
});

function write(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

/** What `mesh analyze` prints, its findings, and its exit code. */
async function analyzeStack(): Promise<{ printed: string; findings: Finding[]; code: number }> {
  let printed = "";
  const log = vi.spyOn(console, "log").mockImplementation((text: string) => void (printed = text));
  const error = vi.spyOn(console, "error").mockImplementation(() => undefined);
  const code = await runAnalyze(["stacks/dev"], { format: "json" });
  log.mockRestore();
  error.mockRestore();
  return { printed, findings: (JSON.parse(printed) as { findings: Finding[] }).findings, code };
}

/** What the console says of the stack as it is. */
function checkInConsole(): { findings: Finding[]; isStopped: boolean } {
  const planner = createPlanner({ version: () => "1", read: () => requireFacts() });
  return check(readPolicyTexts("", "stacks/dev/policies").texts, [], planner);
}

/** What stops a preview, or what it logs. */
async function preview(): Promise<{ lines: string[]; isStopped: boolean }> {
  const { settings, definitions } = requireFacts();
  const { applications: named = {}, ...mesh } = settings;
  let stopped: string[] = [];
  await runProgram(() => {
    try {
      const { manifests, policies } = readFilesOfStack("", nameStackFolders("dev"), settings);
      const placed = placeApplications(named, manifests);
      new Mesh("mesh", { ...(mesh as object), kubeconfig: "", policies, applications: placed, definitions });
    } catch (error) {
      stopped = (error as Error).message.split("\n");
    }
    return {};
  });
  // A message begins with the number of its findings.
  const warned = warn.mock.calls.flatMap(([text]) => text.split("\n").slice(1));
  return { lines: stopped.length > 0 ? stopped : warned, isStopped: stopped.length > 0 };
}

function requireFacts() {
  const { facts, findings } = readStackFacts(stack);
  if (facts === undefined) throw new Error(findings.map(formatFinding).join("\n"));
  return facts;
}

it("finds nothing to stop in the stack without a fault", async () => {
  expect(await analyzeStack()).toMatchObject({ code: 0 });
  expect(checkInConsole().isStopped).toBe(false);
  expect((await preview()).isStopped).toBe(false);
});

it.each(faults)("%s: the three doors find the same, however it is worded", async (_, file, from, to) => {
  const before = files[file];
  if (to !== undefined && before?.includes(from) !== true) throw new Error(`the text of ${file} has no ${from}`);
  write(file, to === undefined ? from : (before ?? "").replace(from, to));
  const findings = await askDoors();
  wording.change = (message) => `${hash("sha1", message)} is wrong`;
  const reworded = await askDoors();
  const withoutMessages = (all: readonly Finding[]) =>
    all
      .map((finding) => ({ ...finding, message: "" }))
      .map(toText)
      .sort();
  expect(withoutMessages(reworded)).toEqual(withoutMessages(findings));
});

it("the three doors judge a Service by who makes load balancers in the stack's cluster", async () => {
  const auto =
    "{ kind: eks, clusterName: prod, region: eu-west-1, kubernetesVersion: '1.35', autoMode: true, vpc: { zones: [eu-west-1a, eu-west-1b] }, publicAccessCidrs: [203.0.113.0/24] }";
  write(stack.file, (files[stack.file] ?? "").replace("{ kind: existing, context: mine }", auto));
  const service = (name: string, rest: string) =>
    `apiVersion: v1\nkind: Service\nmetadata: { name: ${name}, namespace: shop }\nspec: { type: LoadBalancer, ${rest}selector: { app: web }, ports: [{ name: http, port: 80 }] }\n`;
  write(raw, [service("classless", ""), service("unserved", "loadBalancerClass: service.k8s.aws/nlb, ")].join("---\n"));
  const findings = await askDoors();
  expect(findings.filter(({ file }) => file === raw).map(({ code, line }) => [code, line])).toEqual([
    ["MESH0496", 4],
    ["MESH0137", 9],
  ]);
});

const toText = (value: unknown) => JSON.stringify(value);

/** What all three doors find. */
async function askDoors(): Promise<Finding[]> {
  const { printed, findings, code } = await analyzeStack();
  expect(findings.length).toBeGreaterThan(0);
  const checked = checkInConsole();
  expect(formatAsJson(checked.findings)).toBe(printed);
  const previewed = await preview();
  const isShown = ({ level }: Finding) => (previewed.isStopped ? level === "error" : level !== "info");
  expect(previewed.lines).toEqual(findings.filter(isShown).map(formatFinding));
  expect([checked.isStopped, previewed.isStopped]).toEqual([code !== 0, code !== 0]);
  warn.mockClear();
  return findings;
}
