import { spawn, type ChildProcessByStdio } from "node:child_process";
import type { Readable } from "node:stream";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseAllDocuments, parseDocument } from "yaml";
import { clusterKubeconfig } from "../../src/folders.js";
import { silentProgress } from "../../src/local/progress.js";
import { getTools } from "../../src/local/tools/get-tools.js";
import { checkoutFolder, testFolder } from "./folder.js";

/** How a command ended, and what it printed. */
export interface Ended {
  code: number | null;
  /** Both streams. */
  output: string;
  stdout: string;
}

/** The environment of everything that the end-to-end tests start: no cluster, state or login of the person who runs them. */
export function testEnvironment(): NodeJS.ProcessEnv {
  const others = /^(KUBECONFIG|MESH_CONTEXT|PULUMI_.*)$/;
  const own = Object.entries(process.env).filter(([name]) => !others.test(name));
  return { ...Object.fromEntries(own), XDG_STATE_HOME: testFolder, NO_COLOR: "1", CI: "true" };
}

/** Runs the `mesh` command of the tests' checkout. */
export function mesh(...args: string[]): Promise<Ended> {
  return startMesh(...args).ended;
}

/** Starts the `mesh` command as a process group of its own. */
export function startMesh(...args: string[]): { pid: number; ended: Promise<Ended> } {
  const child = spawn(process.execPath, [join(checkoutFolder, "dist/cli/main.js"), ...args], {
    cwd: checkoutFolder,
    env: testEnvironment(),
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  const ended = collect(child);
  if (child.pid === undefined) throw new Error("the mesh command has no process");
  return { pid: child.pid, ended };
}

/** Waits for the end of a process whose streams are pipes. */
export function collect(child: ChildProcessByStdio<null, Readable, Readable>): Promise<Ended> {
  let output = "";
  let stdout = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
    output += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => (output += text));
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, output, stdout }));
  });
}

/** Runs kubectl on the tests' cluster, itself: the `mesh` command takes longer to start. Throws where it fails. */
export async function kubectl(...args: string[]): Promise<string> {
  const { kubectl: program } = await getTools(["kubectl"], silentProgress);
  const child = spawn(program, ["--kubeconfig", clusterKubeconfig("dev"), ...args], {
    cwd: checkoutFolder,
    env: testEnvironment(),
    stdio: ["ignore", "pipe", "pipe"],
  });
  const { code, output, stdout } = await collect(child);
  if (code !== 0) throw new Error(`kubectl ${args.join(" ")}: exit code ${code}\n${output}`);
  return stdout;
}

/** A JSON answer of kubectl. */
export async function get<T>(...args: string[]): Promise<T> {
  return JSON.parse(await kubectl("get", ...args, "-o", "json")) as T;
}

/** Sets values of the stack's file in the checkout; undefined removes one. Returns what puts the file back. */
export function changeStack(stack: string, changes: readonly [path: readonly string[], value: unknown][]): () => void {
  const file = join(checkoutFolder, "stacks", `Pulumi.${stack}.yaml`);
  const before = readFileSync(file, "utf8");
  const document = parseDocument(before);
  for (const [[key = "", ...rest], value] of changes) {
    const path = ["config", `pulumi-istio:${key}`, ...rest];
    if (value === undefined) document.deleteIn(path);
    else document.setIn(path, value);
  }
  writeFileSync(file, document.toString());
  return () => writeFileSync(file, before);
}

/** Changes the policies of stack `dev` of the checkout, which must differ then. Returns what puts them back. */
export function changePolicies(change: (text: string) => string): () => void {
  const file = join(checkoutFolder, "stacks/dev/policies/k8s-combat.yaml");
  const before = readFileSync(file, "utf8");
  const after = change(before);
  if (after === before) throw new Error(`${file} has nothing of what is to be changed`);
  writeFileSync(file, after);
  return () => writeFileSync(file, before);
}

/** Stack `dev` of the checkout without what needs an ingress gateway. Returns what puts the policies back. */
export function withdrawExposure(): () => void {
  return changePolicies((text) => {
    const documents = parseAllDocuments(text);
    for (const document of documents) document.delete("expose");
    return documents.join("");
  });
}

interface EngineEvent {
  resourcePreEvent?: { metadata: { op: string; urn: string } };
  resOutputsEvent?: { metadata: { op: string; urn: string } };
}

/** `<operation> <resource's name>` of everything that the stack's last run of that verb did, except leaving it the same. */
export function readOperations(stack: string, verb: string): string[] {
  const file = join(testFolder, "pulumi-istio", "logs", "pulumi-istio", `${stack}-${verb}.events.json`);
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, "utf8").split("\n").slice(0, -1);
  const steps = lines.flatMap((line) => (JSON.parse(line) as EngineEvent).resourcePreEvent?.metadata ?? []);
  return steps.filter(({ op }) => op !== "same").map(({ op, urn }) => `${op} ${urn.split("::").at(-1) ?? ""}`);
}
