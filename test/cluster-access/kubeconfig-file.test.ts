// Does not prove that kubectl takes the same context of the same files: its rules are in
// https://kubernetes.io/docs/concepts/configuration/organize-cluster-access-kubeconfig/#merging-kubeconfig-files
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { formatFinding } from "../../src/findings/finding.js";
import { readKubeconfigFile } from "../../src/cluster-access/kubeconfig-file.js";

const remedy = "give a kubeconfig's path and one of its contexts, as `kubectl config get-contexts` lists them";
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "pulumi-istio-kubeconfig-"));
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

function put(name: string, fields: object | string): string {
  const file = join(folder, name);
  mkdirSync(join(file, ".."), { recursive: true });
  writeFileSync(file, typeof fields === "string" ? fields : JSON.stringify(fields));
  return file;
}

const cluster = (name: string, fields: object = {}) => ({
  name,
  cluster: { server: `https://${name}`, ...fields },
});
const context = (name: string, of = name, user?: string) => ({
  name,
  context: { cluster: of, ...(user === undefined ? {} : { user }) },
});
const use = (...files: string[]) => vi.stubEnv("KUBECONFIG", files.join(delimiter));
const say = (given?: string) => readKubeconfigFile(given, undefined).findings.map(formatFinding);
const read = (name?: string): unknown => {
  const { kubeconfig = "null", findings } = readKubeconfigFile(undefined, name);
  expect(findings).toEqual([]);
  return JSON.parse(kubeconfig);
};

it("merges the files of KUBECONFIG: the first that names something wins, and paths start at the file's own folder", () => {
  const first = put("a/config", {
    clusters: [cluster("shared", { "certificate-authority": "ca.crt" })],
    contexts: null,
    "current-context": "",
  });
  const second = put("b/config", {
    clusters: [cluster("shared", { "certificate-authority": "other.crt" }), cluster("own")],
    contexts: [context("one", "shared", "me"), context("two", "own")],
    users: [{ name: "me", user: { exec: { command: "./bin/login" }, "client-key": "me.key" } }],
    "current-context": "one",
  });
  const third = put("c/config", { users: null, contexts: [context("one", "own")], "current-context": "two" });
  use(first, join(folder, "absent"), second, "", second, third);
  const minimal = { apiVersion: "v1", kind: "Config" };
  expect(read()).toEqual({
    ...minimal,
    clusters: [cluster("shared", { "certificate-authority": join(folder, "a", "ca.crt") })],
    contexts: [context("one", "shared", "me")],
    users: [
      {
        name: "me",
        user: { exec: { command: join(folder, "b", "bin", "login") }, "client-key": join(folder, "b", "me.key") },
      },
    ],
    "current-context": "one",
  });
  expect(read("two")).toEqual({
    ...minimal,
    clusters: [cluster("own")],
    contexts: [context("two", "own")],
    users: [],
    "current-context": "two",
  });
});

it("takes one file beside empty entries as one file, and no file for kubectl's default", () => {
  const only = put("config", { clusters: [cluster("own")], contexts: [context("own")], "current-context": "own" });
  use("", only, "");
  expect(read()).toMatchObject({ "current-context": "own" });
  use("", "");
  vi.stubEnv("HOME", folder);
  expect(homedir()).toBe(folder);
  expect(say()).toEqual([
    `${join(folder, ".kube", "config")}: error MESH0120: kubeconfig: there is no such file; ${remedy}`,
  ]);
});

it("says all that is wrong with several files, each with its own place", () => {
  const [broken, wrong, folderInstead] = [put("a", "clusters: ["), put("b", "contexts: here\n"), join(folder, "c")];
  mkdirSync(folderInstead);
  use(broken, wrong);
  expect(say()).toEqual([
    `${broken}:1:12: error MESH0120: not valid YAML: Flow sequence in block collection must be sufficiently indented and end with a ]; ${remedy}`,
    `${wrong}:1:1: error MESH0120: \`contexts\` is "here"; it must be a list; ${remedy}`,
  ]);
  use(folderInstead, wrong);
  expect(say()).toEqual([
    `${folderInstead}: error MESH0120: kubeconfig: it is a folder, and a file is wanted; ${remedy}`,
  ]);
});

it("says that there is none of several files, and names the files of a context that none has", () => {
  const [one, other] = [put("a", { contexts: [context("one")] }), put("b", { contexts: [context("one")] })];
  use(join(folder, "x"), join(folder, "y"));
  expect(say()).toEqual([
    `${join(folder, "x")}, ${join(folder, "y")}: error MESH0120: kubeconfig: the environment's KUBECONFIG names several files, and there is not one of them; ${remedy}`,
  ]);
  use(one, other);
  expect(say()).toEqual([
    `${one}, ${other}: error MESH0120: kubeconfig: no context is given and it has no current-context; its contexts are one; ${remedy}`,
  ]);
});

it.each(["KUBECONFIG", "a path that is given"])("says that a folder is not a file: %s", (source) => {
  use(folder);
  expect(say(source === "KUBECONFIG" ? undefined : folder)).toEqual([
    `${folder}: error MESH0120: kubeconfig: it is a folder, and a file is wanted; ${remedy}`,
  ]);
});
