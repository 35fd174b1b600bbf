// An API server of our own. Does not prove that Kubernetes speaks so: test/e2e/policy runs commands in pods of a real one.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, it } from "vitest";
import { runInPod } from "../../src/cluster-access/pod-command.js";
import { computeKubeconfig, withApiServer, type Executor } from "../components/api-server.js";

const web = { namespace: "shop", pod: "web", container: "app" };
const success = { status: "Success" };

async function run(execute: Executor | undefined) {
  let said = "";
  const requests = await withApiServer(
    () => ({ status: 403, body: { message: 'pods "web" is forbidden' } }),
    async (kubeconfig) => {
      said = await runInPod(kubeconfig, web, ["ls", "-l /"]).catch((error: unknown) => (error as Error).message);
    },
    execute,
  );
  return { said, requests };
}

it("gives what the command prints, without its errors", async () => {
  expect(await run(() => ({ stdout: "bin ä\n", stderr: "hm", status: success }))).toEqual({
    said: "bin ä\n",
    requests: [
      "EXEC /api/v1/namespaces/shop/pods/web/exec?stdout=true&stderr=true&stdin=false&tty=false&command=ls&command=-l+%2F&container=app",
    ],
  });
});

it("leaves no connection open where the command may not be run, which would keep the process from ending", async () => {
  const server = createServer((_request, response) => void response.writeHead(403).end("{}"));
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const count = () =>
    new Promise<number>((resolve) => {
      server.getConnections((_error, connections) => {
        resolve(connections);
      });
    });
  try {
    const kubeconfig = computeKubeconfig((server.address() as AddressInfo).port);
    await expect(runInPod(kubeconfig, web, ["ls"])).rejects.toThrow("it could not be run: HTTP 403");
    await expect.poll(count, { timeout: 5000 }).toBe(0);
  } finally {
    server.closeAllConnections();
    server.close();
  }
});

it.each<[string, Executor | undefined, string]>([
  ["may not be run", undefined, 'it could not be run: pods "web" is forbidden'],
  ["fails", () => ({ stderr: "no /", status: { status: "Failure", message: "exit code 2" } }), "exit code 2 no /"],
  ["ends with its pod", () => undefined, "the connection ended before the command did"],
])("says why where it %s", async (_what, execute, reason) => {
  expect((await run(execute)).said).toBe(`ls -l / in shop/web: ${reason}`);
});

it("says where nothing answers", async () => {
  await expect(runInPod(computeKubeconfig(1), web, ["ls"])).rejects.toThrow(
    /^ls in shop\/web: it could not be run: connect ECONNREFUSED/,
  );
});
