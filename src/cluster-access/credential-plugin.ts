import { spawn, type ChildProcess } from "node:child_process";
import type { KubeconfigFields } from "../cluster-access/kubeconfig.js";

/**
 * Milliseconds that a kubeconfig's command may take to give credentials. Commands of clouds take a second or two; one that waits
 * for a person, as for a login, is better run by kubectl first, and gives what it has kept then.
 */
export const pluginPatience = 60_000;

/** What `exec` of a kubeconfig's user says, as far as it is used. Lists may be null, as kubectl and AWS's CLI write empty ones. */
interface Plugin {
  apiVersion?: string | null;
  command: string;
  args?: readonly string[] | null;
  env?: readonly { name: string; value: string }[] | null;
  installHint?: string | null;
}

/** `status` of an ExecCredential. */
interface Status {
  token?: string;
  clientCertificateData?: string;
  clientKeyData?: string;
}

/**
 * Runs the command that gives a user's credentials. It is run here and not by the Kubernetes client, which waits for it for ever.
 * Protocol: https://kubernetes.io/docs/reference/access-authn-authz/authentication/#client-go-credential-plugins
 * @returns the user's fields with the credentials in the place of the command
 * @throws an error that names the command: it cannot be run, fails, gives something else, or gives nothing in time
 */
export async function runCredentialPlugin({ exec, ...user }: KubeconfigFields): Promise<KubeconfigFields> {
  const plugin = exec as Plugin;
  const { token, clientCertificateData, clientKeyData } = parseCredential(plugin, await run(plugin));
  const encode = (text: string) => Buffer.from(text).toString("base64");
  return {
    ...user,
    ...(token === undefined ? {} : { token, tokenFile: undefined }),
    ...(clientCertificateData === undefined ? {} : { "client-certificate-data": encode(clientCertificateData) }),
    ...(clientKeyData === undefined ? {} : { "client-key-data": encode(clientKeyData) }),
  };
}

function run(plugin: Plugin): Promise<string> {
  const { apiVersion, command, args, env } = plugin;
  const info = { apiVersion, kind: "ExecCredential", spec: { interactive: false } };
  const child = spawn(command, args ?? [], {
    env: {
      ...process.env,
      KUBERNETES_EXEC_INFO: JSON.stringify(info),
      ...Object.fromEntries((env ?? []).map(({ name, value }) => [name, value])),
    },
    stdio: ["ignore", "pipe", "pipe"],
    // A group of its own, so that what it has started ends with it.
    detached: true,
  });
  const output = { stdout: "", stderr: "" };
  child.stdout.setEncoding("utf8").on("data", (text: string) => (output.stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (output.stderr += text));
  return new Promise((resolve, reject) => {
    const fail = (what: string) => reject(new Error(`the command "${command}" of the kubeconfig ${what}`));
    const timer = setTimeout(() => {
      killGroup(child);
      const hint = "run kubectl with this context to see what it waits for, and try again";
      fail(`gave no credentials within ${pluginPatience / 1000} s and was ended; ${hint}`);
    }, pluginPatience);
    child.on("error", ({ message }) => {
      clearTimeout(timer);
      fail(`cannot be run: ${message}${(plugin.installHint ?? "") === "" ? "" : `\n${plugin.installHint}`}`);
    });
    child.on("close", (code, signal) => {
      clearTimeout(timer);
      if (code === 0) resolve(output.stdout);
      else fail(`ended with ${signal ?? `exit code ${code}`}: ${output.stderr.trim() || "it has no output"}`);
    });
  });
}

function killGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // It has just ended by itself.
  }
}

function parseCredential({ command }: Plugin, text: string): Status {
  try {
    const { status } = JSON.parse(text) as { status?: Status };
    if (status !== undefined) return status;
  } catch {
    // The error below says it.
  }
  throw new Error(
    `the command "${command}" of the kubeconfig must print an ExecCredential with a status, and prints: ${text.slice(0, 200).trim() || "nothing"}`,
  );
}
