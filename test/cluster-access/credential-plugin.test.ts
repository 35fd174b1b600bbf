// Scripts in the place of a cloud's command. Does not prove that such a command works, or that an API server takes what it gives.
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it, onTestFinished, vi } from "vitest";
import { pluginPatience, runCredentialPlugin } from "../../src/cluster-access/credential-plugin.js";
import { isProcess } from "../../src/local/lock.js";
import { eventually } from "../local/process.js";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "pulumi-istio-credential-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** A shell script as a kubeconfig's command. */
const sh = (script: string, more: object = {}) => ({ command: "sh", args: ["-c", script], ...more });
const print = (credential: unknown) => ({ command: "echo", args: [JSON.stringify(credential)] });

it.each<[object, object]>([
  [{ token: "made" }, { token: "made", tokenFile: undefined, as: "me" }],
  [
    { clientCertificateData: "cert", clientKeyData: "key" },
    { "client-certificate-data": "Y2VydA==", "client-key-data": "a2V5", as: "me", tokenFile: "/stale" },
  ],
])("puts what the command gives in its place: %j", async (status, expected) => {
  const exec = print({ kind: "ExecCredential", status });
  expect(await runCredentialPlugin({ exec, as: "me", tokenFile: "/stale" })).toEqual(expected);
});

it("gives the command its environment, and says in which version it must answer", async () => {
  const script = `printf '{"status":{"token":"%s %s"}}' "$MARK" "$(printf '%s' "$KUBERNETES_EXEC_INFO" | tr -d '"')"`;
  const exec = sh(script, { apiVersion: "client.authentication.k8s.io/v1", env: [{ name: "MARK", value: "mine" }] });
  expect(await runCredentialPlugin({ exec })).toEqual({
    token: "mine {apiVersion:client.authentication.k8s.io/v1,kind:ExecCredential,spec:{interactive:false}}",
    tokenFile: undefined,
  });
});

it("takes null for an empty list, as AWS's CLI writes it", async () => {
  const exec = { ...print({ status: { token: "made" } }), env: null, installHint: null };
  expect(await runCredentialPlugin({ exec })).toMatchObject({ token: "made" });
  const missing = { apiVersion: null, command: "/nowhere/aws", args: null, env: null, installHint: null };
  await expect(runCredentialPlugin({ exec: missing })).rejects.toThrow(
    /^the command "\/nowhere\/aws" of the kubeconfig cannot be run: spawn \S+ ENOENT$/,
  );
});

it("ends a command that gives nothing in time, with what it has started, and names it", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  onTestFinished(() => void vi.useRealTimers());
  const file = join(folder, "pid");
  const ended = runCredentialPlugin({ exec: sh(`sleep 1000 & echo $! > ${file}; wait`) });
  const failure = expect(ended).rejects.toThrow(
    new Error(
      'the command "sh" of the kubeconfig gave no credentials within 60 s and was ended; run kubectl with this context to see what it waits for, and try again',
    ),
  );
  await eventually(
    "the command has started its own child",
    () => existsSync(file) && readFileSync(file, "utf8") !== "",
  );
  vi.advanceTimersByTime(pluginPatience);
  await failure;
  await eventually("that is gone", () => !isProcess(Number(readFileSync(file, "utf8"))));
});

it.each<[object, string]>([
  [
    { command: "/nowhere/aws", installHint: "install the AWS CLI" },
    'the command "/nowhere/aws" of the kubeconfig cannot be run: spawn /nowhere/aws ENOENT\ninstall the AWS CLI',
  ],
  [sh("echo 'please log in' >&2; exit 3"), 'the command "sh" of the kubeconfig ended with exit code 3: please log in'],
  [sh("exit 1"), 'the command "sh" of the kubeconfig ended with exit code 1: it has no output'],
  [
    sh("echo Welcome"),
    'the command "sh" of the kubeconfig must print an ExecCredential with a status, and prints: Welcome',
  ],
  [
    print({ kind: "ExecCredential" }),
    'the command "echo" of the kubeconfig must print an ExecCredential with a status, and prints: {"kind":"ExecCredential"}',
  ],
])("says what is wrong with the command %j", async (exec, message) => {
  await expect(runCredentialPlugin({ exec })).rejects.toThrow(new Error(message));
});
