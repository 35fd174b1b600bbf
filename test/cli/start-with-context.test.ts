// A fake pulumi, npm, kubectl and kubeconfig. Does not prove that the official CLI can be downloaded, that it runs the program with
// plugins of its own, or that a cluster of kind, k3d or anybody else takes the mesh: none of these could be tried here.
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { start } from "../../src/cli/start.js";
import { findProject } from "../../src/cli/project.js";

/** What a machine without root and Go does not have, or may not use. */
const forbidden = ["go", "apt", "apt-get", "dpkg-query", "pip", "pip3", "python3", "sudo", "docker"];
const variables = ["MESH_CONTEXT", "PULUMI_HOME", "PULUMI_BACKEND_URL", "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION"];

let folder: string;
let said: string[];
let printed: string[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "pulumi-istio-context-"));
  mkdirSync(join(folder, "bin"));
  for (const name of forbidden)
    put(name, `note({ forbidden: "${name}" }); console.error("forbidden"); process.exit(1);`);
  const context = { name: "kind-kind", context: { cluster: "c" } };
  const cluster = { name: "c", cluster: { server: "https://127.0.0.1:1" } };
  writeFileSync(join(folder, "config"), JSON.stringify({ clusters: [cluster], contexts: [context] }));
  for (const name of variables) vi.stubEnv(name, undefined);
  vi.stubEnv("PATH", join(folder, "bin"));
  vi.stubEnv("KUBECONFIG", join(folder, "config"));
  vi.stubEnv("XDG_STATE_HOME", join(folder, "state"));
  vi.stubEnv("XDG_CACHE_HOME", join(folder, "cache"));
  [said, printed] = [[], []];
  vi.spyOn(process.stderr, "write").mockImplementation((text) => said.push(String(text)) > 0);
  vi.spyOn(console, "log").mockImplementation((text) => void printed.push(stripVTControlCharacters(String(text))));
});

afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

/** A script that has `args`, its own `path`, and `note`, which writes down what happened. */
const script = (code: string) => `#!${process.execPath}
  const fs = require("node:fs");
  const [args, path] = [process.argv.slice(2), require("node:path")];
  const note = (call) => fs.appendFileSync(${JSON.stringify(join(folder, "calls"))}, JSON.stringify(call) + "\\n");
  ${code}`;

function put(name: string, code: string): string {
  const file = join(folder, "bin", name);
  writeFileSync(file, script(code), { mode: 0o755 });
  return file;
}

/** A CLI that says that version, and that its `up` made two resources. */
const pulumi = (version: string) => `
  if (args[0] === "version") { console.log("v${version}"); process.exit(0); }
  const env = Object.fromEntries(${JSON.stringify(variables)}.map((name) => [name, process.env[name]]));
  note({ pulumi: args.join(" "), cwd: process.cwd(), env });
  const log = args.indexOf("--event-log");
  const event = { summaryEvent: { durationSeconds: 1, resourceChanges: { create: 2 } } };
  if (log !== -1) fs.writeFileSync(args[log + 1], JSON.stringify(event) + "\\n");`;

function putKubectl(): void {
  const pod = {
    metadata: { namespace: "istio-system", name: "istiod" },
    spec: { nodeName: "node", containers: [{ name: "discovery" }] },
    status: { phase: "Running", podIP: "10.0.0.1" },
  };
  const answers = {
    "--context kind-kind get pods -A -o json": JSON.stringify({ items: [pod] }),
    "--context kind-kind get virtualservices.networking.istio.io -A -o jsonpath={.items[*].spec.hosts[*]}":
      "www.service1.io",
  };
  put("kubectl", `process.stdout.write(${JSON.stringify(answers)}[args.join(" ")]);`);
}

/** An npm whose package `pulumi` downloads that CLI by its script, as the official one does. */
function putNpm(): void {
  const run = script(`
    note({ "run.js": args.join(" "), version: process.env.PULUMI_VERSION });
    const file = path.join(process.env.PULUMI_HOME, "versions/3.265.0/bin/pulumi");
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, ${JSON.stringify(script(pulumi("3.265.0")))}, { mode: 0o755 });`);
  put(
    "npm",
    `
    const folder = args[args.indexOf("--prefix") + 1];
    note({ npm: args.map((word) => (word === folder ? "FOLDER" : word)).join(" ") });
    const file = path.join(folder, "node_modules/pulumi/run.js");
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, ${JSON.stringify(run)});`,
  );
}

function calls(): unknown[] {
  const file = join(folder, "calls");
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, "utf8").trim().split("\n");
  return lines.map((line) => JSON.parse(line) as unknown);
}

/** What the engine is called with for stack `sample`. */
function engineCalls(): unknown[] {
  const state = join(folder, "state", "pulumi-istio");
  const env = {
    MESH_CONTEXT: "kind-kind",
    PULUMI_HOME: join(state, "pulumi-released"),
    PULUMI_BACKEND_URL: `file://${join(state, "backend")}`,
  };
  const log = join(state, "logs", "pulumi-istio", "sample-up.events.json");
  const config = join(state, "config", "pulumi-istio");
  return [
    { pulumi: "stack select --create --stack sample", cwd: config, env },
    {
      pulumi: `up --config-file ${join(config, "Pulumi.sample.yaml")} --yes --skip-preview --stack sample --event-log ${log}`,
      cwd: findProject().folder,
      env,
    },
  ];
}

const npmCalls = [
  {
    npm: "install --prefix FOLDER --no-save --no-package-lock --ignore-scripts --no-audit --no-fund pulumi@3.265.0",
  },
  { "run.js": "version", version: "3.265.0" },
];

it.each([
  ["--context", "kind-kind", undefined],
  ["MESH_CONTEXT", undefined, "kind-kind"],
])(
  "brings the sample up in the context of %s by the pulumi on PATH, and shows it",
  async (_what, context, variable) => {
    vi.stubEnv("MESH_CONTEXT", variable);
    const path = put("pulumi", pulumi("3.238.0"));
    putKubectl();
    expect(await start({ context })).toBe(0);
    expect(calls()).toEqual(engineCalls());
    expect(said).toEqual([`pulumi: on PATH (${path}, 3.238.0)\n`]);
    expect(printed).toEqual([
      "update, 1 s: + 2 created",
      "changes: 2 create",
      "NAMESPACE     POD     CONTAINERS  NODE  IP        PHASE\nistio-system  istiod  discovery   node  10.0.0.1  Running",
      "\nfrom this machine, through the ingress gateway\n" +
        "kubectl --context kind-kind -n istio-system port-forward service/istio-ingressgateway 8080:80\n" +
        "curl -H 'Host: www.service1.io' http://127.0.0.1:8080/ping",
    ]);
  },
);

it("installs the official npm package once where there is none or too old a pulumi, and goes without kubectl", async () => {
  putNpm();
  expect(await start({ context: "kind-kind" })).toBe(0);
  expect(calls()).toEqual([...npmCalls, ...engineCalls()]);
  // Where it took more than a second, that is said too.
  expect(said.at(-1)).toMatch(/^pulumi 3\.265\.0: installed(, \d+ s)?\n$/);
  expect(printed).toEqual([
    "update, 1 s: + 2 created",
    "changes: 2 create",
    "there is no kubectl on PATH, so what runs in the cluster is not shown",
  ]);
  const path = put("pulumi", pulumi("3.237.0"));
  expect(await start({ context: "kind-kind" })).toBe(0);
  expect(calls()).toEqual([...npmCalls, ...engineCalls(), ...engineCalls()]);
  expect(said.slice(-2)).toEqual([
    `pulumi: ${path} on PATH is 3.237.0 and is not used; 3.238.0 or a later 3.x is needed\n`,
    "pulumi 3.265.0: cached\n",
  ]);
});

it("names the log and the other way where npm fails, and builds nothing", async () => {
  put("npm", 'console.error("no such package"); process.exit(7);');
  const log = join(folder, "state", "pulumi-istio", "logs", "build-pulumi-cli.log");
  await expect(start({ context: "kind-kind" })).rejects.toThrow(
    new RegExp(
      "^the Pulumi CLI could not be installed from the npm package pulumi@3\\.265\\.0: npm failed \\(exit code 7\\); " +
        `its log is ${log}, which ends with:\n(  .*\n)+` +
        "install Pulumi 3\\.238\\.0 or a later 3\\.x yourself, put it on PATH, and try again$",
    ),
  );
  expect(calls()).toEqual([]);
});

it("does nothing at all for a context that the kubeconfig does not have", async () => {
  put("pulumi", pulumi("3.265.0"));
  await expect(start({ context: "kind" })).rejects.toThrow(/it has no context "kind"; its contexts are kind-kind;/);
  expect(calls()).toEqual([]);
  expect([existsSync(join(folder, "state")), existsSync(join(folder, "cache"))]).toEqual([false, false]);
});

it("says how to start a stack that has no local cluster", async () => {
  await expect(start({ stack: "staging" })).rejects.toThrow(
    new Error(
      "stack staging has no local cluster; bring it up with: mesh up -s staging, " +
        "or name a context of your kubeconfig: npx mesh start --context NAME",
    ),
  );
});
