// The command line as people type it. Does not prove what the verbs do: their own tests and the end-to-end tests do.
import { afterEach, beforeEach, expect, it, vi } from "vitest";

// What is refused here must not run where it is not: without PATH there is nothing to run.
beforeEach(() => void vi.stubEnv("PATH", ""));

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  process.exitCode = undefined;
});

/** What the command says on its standard error. @param exitCode how it must end */
async function sayBeforeEnd(exitCode: number, args: readonly string[]): Promise<string> {
  const said: string[] = [];
  vi.spyOn(console, "error").mockImplementation((text: string) => void said.push(text));
  const { argv } = process;
  process.argv = ["node", "mesh", ...args];
  vi.resetModules();
  try {
    await import("../../src/cli/main.js");
    expect(process.exitCode).toBe(exitCode);
    return said.join("\n");
  } finally {
    process.argv = argv;
  }
}

const say = (...args: string[]) => sayBeforeEnd(1, args);

it.each([
  ["destroy", "staging", "--yes"],
  ["up", "-y", "staging"],
  ["preview", "staging", "-s", "dev"],
])("refuses a stack's name as a plain word: %s %s %s", async (...args) => {
  expect(await say(...args)).toContain(
    `mesh ${args[0]} takes no word "staging"; name a stack by -s, and put arguments of the Pulumi CLI after --`,
  );
});

it.each<[string, string[]]>([
  ["--name", ["local", "status", "--name", "a", "--name=b"]],
  // Of which the parser passes the second one over.
  ["--stack", ["up", "-s", "nowhere", "--stack", "elsewhere"]],
  ["--context", ["preview", "-s", "nowhere", "--context", "a", "--context=b"]],
  ["--output", ["schema", "-o", "/nowhere/a", "--output=/nowhere/b"]],
  ["--port", ["console", "-s", "nowhere", "--port", "1", "--port", "2"]],
])("refuses %s that is given twice", async (option, args) => {
  expect(await say(...args)).toContain(`${option} is given 2 times; give it once`);
});

it.each([
  [["--name", "007"], "007"],
  [["--name=0x10"], "0x10"],
])("takes a cluster's name as it is typed: %j", async (args, name) => {
  expect(await say("local", "logs", ...args)).toContain(
    `cluster ${name} has no logs; start it with: mesh local up --name ${name}`,
  );
});

it("says why a file cannot be written", async () => {
  expect(await say("schema", "-o", "/nowhere/7")).toContain(
    "--output /nowhere/7 cannot be written: there is no such folder",
  );
});

it("leaves to Pulumi's CLI what it is given twice", async () => {
  expect(await say("up", "-s", "nowhere", "--", "--target", "a", "--target", "b", "-s", "c")).toContain(
    'there is no stack "nowhere"',
  );
});

it("asks for no cluster outside of its folder", async () => {
  expect(await say("local", "kubeconfig", "--name", "../dev")).toContain('cluster name "../dev" cannot be used');
});

it.each([["--context", "007"], ["--context=007"]])(
  "takes a name that looks like a number as it is typed: %s %s",
  async (...args) => {
    vi.stubEnv("KUBECONFIG", "/nowhere/007/config");
    expect(await say("preview", "-s", "0x10", ...args)).toContain('there is no stack "0x10"');
  },
);

it("ends with 2 where the status of a mesh cannot be asked for", async () => {
  expect(await sayBeforeEnd(2, ["status", "-s", "nowhere"])).toContain('there is no stack "nowhere"');
});
