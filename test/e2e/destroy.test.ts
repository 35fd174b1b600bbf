// Does not prove: that objects which others put into the cluster survive `removeCrds` (they do not, and it says so), nor, where it runs
// alone, that `mesh local down` forgets a stack's state: there is none then.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { testFolder } from "./folder.js";
import { changeStack, get, kubectl, mesh, withdrawExposure } from "./mesh.js";

let before: string[];
let crds: string[];

/** Everything in the cluster, as `<resource>/<namespace>/<name>`, but for what Kubernetes itself makes and renews. */
async function listObjects(): Promise<string[]> {
  const kinds = (await kubectl("api-resources", "--verbs=list", "-o", "name")).trim().split("\n");
  const volatile = [
    "events",
    "events.events.k8s.io",
    "leases.coordination.k8s.io",
    "componentstatuses",
    // The API server's own view of the CRDs.
    "apiservices.apiregistration.k8s.io",
  ];
  const wanted = kinds.filter((kind) => !volatile.includes(kind)).join(",");
  interface Items {
    items: { kind: string; metadata: { namespace?: string; name: string } }[];
  }
  const { items } = await get<Items>(wanted, "-A");
  return items.map(({ kind, metadata }) => `${kind} ${metadata.namespace ?? ""}/${metadata.name}`).sort();
}

/** istiod itself puts its certificates into every namespace where pods may run; those of namespaces that stay, stay too. */
const ownOfIstiod = ["default", "kube-system"].flatMap((namespace) => [
  `ConfigMap ${namespace}/istio-ca-crl`,
  `ConfigMap ${namespace}/istio-ca-root-cert`,
]);

async function up(): Promise<void> {
  const { code, output } = await mesh("up", "--yes", "--", "--skip-preview");
  expect(code, output).toBe(0);
}

async function destroy(): Promise<void> {
  const { code, output } = await mesh("destroy", "--yes", "--", "--skip-preview");
  expect(code, output).toBe(0);
}

const added = async () => {
  const known = new Set(before);
  return (await listObjects()).filter((object) => !known.has(object));
};

beforeAll(async () => {
  // The state of the mesh that earlier tests have left describes nothing any more.
  expect((await mesh("local", "down")).code).toBe(0);
  expect(existsSync(join(testFolder, "pulumi-istio/backend/.pulumi/stacks/pulumi-istio/dev.json"))).toBe(false);
  expect((await mesh("local", "up")).code).toBe(0);
  before = await listObjects();
  await kubectl("create", "namespace", "earlier");
  const restore = changeStack("dev", [[["namespaces", "earlier"], { mode: "adopt" }]]);
  await up();
  crds = (await kubectl("get", "crds", "-o", "name")).trim().split("\n").sort();
  await destroy();
  restore();
});

describe("destroy", () => {
  it("leaves the CRDs, what istiod made by itself, and the namespace that was there before", async () => {
    expect(crds).toHaveLength(15);
    const kept = crds.map((crd) => `CustomResourceDefinition /${crd.split("/")[1] ?? ""}`);
    const earlier = [
      "Namespace /earlier",
      "ConfigMap earlier/istio-ca-crl",
      "ConfigMap earlier/istio-ca-root-cert",
      "ConfigMap earlier/kube-root-ca.crt",
    ];
    expect(await added()).toEqual([...kept, ...ownOfIstiod, ...earlier, "ServiceAccount earlier/default"].sort());
  });

  it("removes the CRDs too, where an up before it said so", async () => {
    // The smallest installation that has them.
    const restore = changeStack("dev", [
      [["controlPlane", "removeCrds"], true],
      [["controlPlane", "profile"], "minimal"],
      [["applications"], undefined],
    ]);
    const exposeAgain = withdrawExposure();
    await up();
    await destroy();
    restore();
    exposeAgain();
    const left = (await added()).filter((object) => !object.includes("earlier"));
    expect(left).toEqual(ownOfIstiod);
  });
});
