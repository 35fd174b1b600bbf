// Does not prove: what Helm and istioctl themselves write (the objects here have their labels and field managers, and were applied by
// kubectl), nor that pods of another installer are replaced without lost requests.
import { afterAll, beforeAll, expect, it } from "vitest";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { testFolder } from "./folder.js";
import { changeStack, get, kubectl, mesh } from "./mesh.js";

const role = "istiod-clusterrole-istio-system";

/** Applies an object as an installer of that name. */
async function plant(manager: string, object: object): Promise<void> {
  const file = join(testFolder, "planted.json");
  writeFileSync(file, JSON.stringify(object));
  await kubectl("apply", "--server-side", `--field-manager=${manager}`, "-f", file);
}

const named = (name: string, rest: object = {}) => ({ metadata: { name, namespace: "istio-system", ...rest } });
const readRole = () => get<{ rules: unknown[] | null }>("clusterrole", role);

beforeAll(async () => {
  expect((await mesh("local", "down")).code).toBe(0);
  expect((await mesh("local", "up")).code).toBe(0);
  await kubectl("create", "namespace", "istio-system");
  await plant("helm", {
    apiVersion: "rbac.authorization.k8s.io/v1",
    kind: "ClusterRole",
    metadata: {
      name: role,
      annotations: { "meta.helm.sh/release-name": "istiod", "meta.helm.sh/release-namespace": "istio-system" },
    },
    rules: [],
  });
  const labels = {
    "operator.istio.io/managed": "Reconcile",
    "install.operator.istio.io/owning-resource": "installed-state",
  };
  await plant("istio-operator", { apiVersion: "v1", kind: "ServiceAccount", ...named("istiod", { labels }) });
  const data = { mesh: "accessLogFile: /dev/stderr" };
  await plant("kubectl", { apiVersion: "v1", kind: "ConfigMap", ...named("istio"), data });
  await plant("kubectl", {
    apiVersion: "v1",
    kind: "ServiceAccount",
    ...named("istio-ingressgateway", { labels: { team: "edge" } }),
  });
});

const restore: (() => void)[] = [];

afterAll(() => {
  for (const step of restore) step();
});

const ofGateway =
  "the gateway istio-ingressgateway: ServiceAccount istio-system/istio-ingressgateway of the field manager kubectl";

/** Runs a verb, which must be stopped by one error, with this in it, before it changes anything. */
async function isStopped(message: string, ...args: string[]): Promise<void> {
  const { code, output } = await mesh(...args);
  expect(code, output).not.toBe(0);
  expect(output.match(/MESH0148/g), output).toHaveLength(1);
  expect(output).toContain(message);
  expect(output).not.toContain("exists already");
  expect((await readRole()).rules ?? []).toEqual([]);
  expect((await kubectl("get", "deployments,services", "-n", "istio-system", "-o", "name")).trim()).toBe("");
}

const all =
  "error MESH0148: the cluster has an Istio that is not this stack's. " +
  "the control plane: ServiceAccount istio-system/istiod of istioctl (IstioOperator installed-state), " +
  `ClusterRole ${role} of the Helm release istio-system/istiod, ` +
  "ConfigMap istio-system/istio of the field manager kubectl; " +
  `${ofGateway}; set \`adopt: true\` for the control plane and the gateway istio-ingressgateway ` +
  "if this stack must manage it from now on, or choose another cluster";

it("a preview on a cluster with an Istio of others stops and names their owners, once", () =>
  isStopped(all, "preview", "-s", "dev"));

it("an up without a preview stops too, before it writes over anything", () =>
  isStopped(all, "up", "--yes", "--", "--skip-preview"));

it("a part without `adopt` still stops it", async () => {
  restore.unshift(changeStack("dev", [[["controlPlane", "adopt"], true]]));
  await isStopped(ofGateway, "preview", "-s", "dev");
});

it("with `adopt` the stack takes it over, though the fields have other values, and has it from then on", async () => {
  restore.unshift(
    changeStack("dev", [
      [["gateways", "istio-ingressgateway", "adopt"], true],
      // Nothing of theirs is planted.
      [["applications"], undefined],
    ]),
  );
  const { code, output } = await mesh("up", "--yes", "--", "--skip-preview");
  expect(code, output).toBe(0);
  expect((await readRole()).rules).not.toEqual([]);
  const again = await mesh("up", "--yes", "--", "--skip-preview", "--expect-no-changes");
  expect(again.code, again.output).toBe(0);
});
