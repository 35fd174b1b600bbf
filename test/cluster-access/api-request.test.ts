// A small API server that looks at the credentials. Does not prove TLS, with or without a client certificate: the
// end-to-end tests talk to a real API server by it.
import { createServer, type IncomingHttpHeaders } from "node:http";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { ApiRefusal, requestApi } from "../../src/cluster-access/api-request.js";
import { computeKubeconfig, withApiServer } from "../components/api-server.js";

/** The headers that a request of this user carries. */
async function findHeaders(user: object): Promise<IncomingHttpHeaders> {
  let headers: IncomingHttpHeaders = {};
  const server = createServer((request, response) => {
    headers = request.headers;
    response.end("{}");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const kubeconfig = JSON.parse(computeKubeconfig((server.address() as AddressInfo).port)) as { users: object[] };
  kubeconfig.users = [{ name: "test", user }];
  await requestApi(JSON.stringify(kubeconfig), { path: "/version" });
  return headers;
}

it("sends a token, or the one in a file as it is now", async () => {
  const folder = mkdtempSync(join(tmpdir(), "pulumi-istio-api-request-"));
  onTestFinished(() => {
    rmSync(folder, { recursive: true });
  });
  const tokenFile = join(folder, "token");
  writeFileSync(tokenFile, "fresh\n");
  expect((await findHeaders({ token: "secret" })).authorization).toBe("Bearer secret");
  expect((await findHeaders({ token: "stale", tokenFile })).authorization).toBe("Bearer fresh");
});

it("sends a name and a password", async () => {
  const credentials = Buffer.from("admin:secret").toString("base64");
  expect((await findHeaders({ username: "admin", password: "secret" })).authorization).toBe(`Basic ${credentials}`);
});

it("runs the command that gives credentials", async () => {
  const credential = {
    apiVersion: "client.authentication.k8s.io/v1",
    kind: "ExecCredential",
    status: { token: "made" },
  };
  const exec = { apiVersion: credential.apiVersion, command: "echo", args: [JSON.stringify(credential)] };
  expect((await findHeaders({ exec })).authorization).toBe("Bearer made");
});

it("runs the command for a user on behalf of another one too, whose requests the Kubernetes client prepares", async () => {
  const credential = { kind: "ExecCredential", status: { token: "made" } };
  const exec = { command: "echo", args: [JSON.stringify(credential)] };
  const headers = await findHeaders({ exec, as: "robot" });
  expect([headers.authorization, headers["impersonate-user"]]).toEqual(["Bearer made", "robot"]);
});

it.each([
  ["<!doctype html>\n<title>Log  in</title>", "<!doctype html> <title>Log in</title>"],
  ['{"kind":', '{"kind":'],
  ["", "nothing"],
])("says that it is not an API server that answers %j", async (body, shown) => {
  await withApiServer(
    () => ({ status: 200, body }),
    async (kubeconfig) => {
      await expect(requestApi(kubeconfig, { path: "/version" })).rejects.toThrow(
        new ApiRefusal(200, `it answers GET /version without JSON, as no Kubernetes API server does: ${shown}`),
      );
    },
  );
});

it("takes the words of what stands before an API server for none", async () => {
  await withApiServer(
    () => ({ status: 502, body: "{ bad gateway }" }),
    async (kubeconfig) => {
      await expect(requestApi(kubeconfig, { path: "/version" })).rejects.toThrow("HTTP 502");
    },
  );
});

it("sends no credentials where there are none, and says what status came back without a message", async () => {
  expect((await findHeaders({})).authorization).toBeUndefined();
  await withApiServer(
    () => ({ status: 503, body: {} }),
    async (kubeconfig) => {
      await expect(requestApi(kubeconfig, { path: "/version" })).rejects.toThrow("HTTP 503");
    },
  );
});
