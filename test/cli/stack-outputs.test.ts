// A script in the place of the Pulumi CLI, with a backend of the user's. Does not prove that the CLI says so: its words are from
// pulumi/pulumi, pkg/backend/backenderr.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { readStackOutputs, removeStackState } from "../../src/cli/engine.js";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "pulumi-istio-outputs-"));
  vi.stubEnv("XDG_STATE_HOME", folder);
  vi.stubEnv("PULUMI_BACKEND_URL", "s3://states");
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

function put(script: string) {
  const pulumi = join(folder, "pulumi");
  writeFileSync(pulumi, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  return { stack: "sample", project: folder, tools: { pulumi } };
}

it("gives what the CLI prints", async () => {
  const target = put(`[ "$*" = "stack output --json --stack sample" ] && echo '{"clusterUid":"a-b-c"}'`);
  expect(await readStackOutputs(target)).toEqual({ clusterUid: "a-b-c" });
});

it("gives nothing of a stack that was never made", async () => {
  expect(await readStackOutputs(put(`echo "error: no stack named 'sample' found" >&2; exit 3`))).toBeUndefined();
});

it.each([
  [
    "echo 'error: passphrase must be set with PULUMI_CONFIG_PASSPHRASE' >&2; exit 255",
    "error: passphrase must be set with PULUMI_CONFIG_PASSPHRASE",
  ],
  ["exit 7", "pulumi ended with 7"],
])("says that they cannot be read: %s", async (script, reason) => {
  await expect(readStackOutputs(put(script))).rejects.toThrow(
    new Error(
      `the outputs of stack sample cannot be read, so it is not known which cluster it is on; nothing has been changed:\n${reason}`,
    ),
  );
});

it("does not take a state for given up that is still there", async () => {
  await expect(removeStackState(put("exit 1"))).rejects.toThrow(
    new Error("the state of stack sample could not be given up; see the message above"),
  );
});
