// A command of our own. Does not prove how long a cloud's credentials count: they are used within a minute.
import { expect, it } from "vitest";
import { readCurrentContext } from "../../src/cluster-access/kubeconfig.js";
import { fetchCredentials } from "../../src/cluster-access/static-credentials.js";

const write = (user: object) =>
  JSON.stringify({
    clusters: [{ name: "shop", cluster: { server: "https://shop.example" } }],
    contexts: [{ name: "shop", context: { cluster: "shop", user: "me" } }],
    users: [{ name: "me", user }],
    "current-context": "shop",
  });

it("leaves a kubeconfig without a command as it is", async () => {
  const kubeconfig = write({ token: "abc" });
  expect(await fetchCredentials(kubeconfig)).toBe(kubeconfig);
});

it("puts what the command gives in its place", async () => {
  const credential = {
    apiVersion: "client.authentication.k8s.io/v1",
    kind: "ExecCredential",
    status: { token: "made" },
  };
  const { apiVersion } = credential;
  const exec = { apiVersion, command: "echo", args: [JSON.stringify(credential)] };
  const { cluster, user } = readCurrentContext(await fetchCredentials(write({ exec })));
  expect(cluster).toEqual({ server: "https://shop.example" });
  expect(user).toEqual({ token: "made" });
});

it("says where the command fails", async () => {
  const exec = { apiVersion: "client.authentication.k8s.io/v1", command: "false" };
  await expect(fetchCredentials(write({ exec }))).rejects.toThrow(
    'the command "false" of the kubeconfig ended with exit code 1',
  );
});
