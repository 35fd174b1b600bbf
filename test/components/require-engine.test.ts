// A function in place of the engine. Does not prove that an engine answers so, nor that an old one is refused before it changes
// anything.
import { describe, expect, it, vi } from "vitest";
import { oldestEngine, requireEngine } from "../../src/components/require-engine.js";
import { TrafficPolicies } from "../../src/components/traffic-policies.js";
import { oldestPulumi } from "../../src/local/tools/on-path.js";
import { runProgram, useFolders } from "./engine.js";

useFolders();

/** What a run ends with whose engine answers so, and how often it is asked. */
async function ask(answer: () => Promise<void>) {
  const engine = vi.fn<(range: string) => Promise<void>>(answer);
  const said: unknown[] = [];
  await runProgram(async () => {
    for (let time = 0; time < 2; time++) {
      said.push(await requireEngine(engine).catch((error: unknown) => (error as Error).message));
    }
    return {};
  });
  return { said, asked: engine.mock.calls };
}

describe("the engine", () => {
  it("is asked once a run for the version that the command wants too", async () => {
    expect(oldestEngine).toBe(oldestPulumi);
    expect(await ask(() => Promise.resolve())).toEqual({ said: [undefined, undefined], asked: [[">=3.238.0"]] });
  });

  it.each<[string, Error, string]>([
    [
      "is older",
      Object.assign(new Error("2 UNKNOWN: too old"), {
        details: "Pulumi CLI version 3.237.0 does not satisfy >=3.238.0",
      }),
      "Pulumi CLI version 3.237.0 does not satisfy >=3.238.0",
    ],
    ["cannot answer", new Error("The installed version of the CLI"), "Error: The installed version of the CLI"],
  ])("that %s ends the run, with both versions", async (_, error, reason) => {
    const message = `pulumi-istio needs the Pulumi CLI 3.238.0 or later: ${reason}`;
    expect((await ask(() => Promise.reject(error))).said).toEqual([message, message]);
  });

  it("is not there in unit tests of others' programs, with Pulumi's mocks", async () => {
    const run = await runProgram(() => {
      new TrafficPolicies("policies", { kubeconfig: "", documents: {} });
      return {};
    });
    expect(run.resources.map(({ name }) => name)).toEqual(["policies"]);
  });
});
