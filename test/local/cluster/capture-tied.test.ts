// Does not prove that the kernel ends tied commands: test/e2e/local-cluster.test.ts kills runs that have some.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { expect, it } from "vitest";
import { awaitTied } from "../../../src/local/cluster/capture-tied.js";

it("waits for what still writes to a folder, and for nothing else", async () => {
  const folder = `/tmp/pulumi-istio-${process.pid}.partial`;
  const writer = spawn(process.execPath, ["-e", "process.stdin.resume()", folder], {
    stdio: ["pipe", "ignore", "ignore"],
  });
  await once(writer, "spawn");
  let isOver = false;
  const waited = awaitTied(folder).then(() => (isOver = true));
  await awaitTied(`${folder}-other`);
  expect(isOver).toBe(false);
  writer.stdin.end();
  await waited;
  expect(writer.exitCode ?? (await once(writer, "close"))[0]).toBe(0);
});
