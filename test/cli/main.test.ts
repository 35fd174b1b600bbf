// The command line as people type it. Does not prove what the verbs do: their own tests and the end-to-end tests do.
import { afterEach, expect, it, vi } from "vitest";

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  process.exitCode = undefined;
});

/** What the command says on its standard error. */
async function say(...args: string[]): Promise<string> {
  const said: string[] = [];
  vi.spyOn(console, "error").mockImplementation((text: string) => void said.push(text));
  const { argv } = process;
  process.argv = ["node", "mesh", ...args];
  vi.resetModules();
  try {
    await import("../../src/cli/main.js");
    expect(process.exitCode).toBe(1);
    return said.join("\n");
  } finally {
    process.argv = argv;
  }
}

it.each([
  ["destroy", "staging", "--yes"],
  ["up", "-y", "staging"],
  ["preview", "staging", "-s", "dev"],
])("refuses a stack's name as a plain word: %s %s %s", async (...args) => {
  expect(await say(...args)).toContain(
    `mesh ${args[0]} takes no word "staging"; name a stack by -s, and put arguments of the Pulumi CLI after --`,
  );
});

it.each([["--context", "007"], ["--context=007"]])(
  "takes a name that looks like a number as it is typed: %s %s",
  async (...args) => {
    vi.stubEnv("KUBECONFIG", "/nowhere/007/config");
    expect(await say("preview", "-s", "0x10", ...args)).toContain('there is no stack "0x10"');
  },
);
