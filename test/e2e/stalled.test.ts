// Does not prove the other causes, which the unit tests have, nor that a registry which does not answer ends a run.
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { checkoutFolder } from "./folder.js";
import { changeStack, get, kubectl, mesh } from "./mesh.js";

const lost = join(checkoutFolder, "stacks/dev/apps/lost.yaml");
let restore: () => void;

const lostApplication = `apiVersion: apps/v1
kind: Deployment
metadata: { name: lost }
spec:
  selector: { matchLabels: { app: lost } }
  template:
    metadata: { labels: { app: lost } }
    spec: { containers: [{ name: app, image: "localhost/nowhere:1", imagePullPolicy: Never }] }
`;

beforeAll(async () => {
  const { code, output } = await mesh("up", "--yes", "--", "--skip-preview");
  expect(code, output).toBe(0);
  await kubectl("create", "quota", "no-pods", "--hard=pods=0", "-n", "k8s-combat");
  writeFileSync(lost, lostApplication);
  restore = changeStack("dev", [
    [["namespaces", "lost"], { mode: "create", injection: "disabled" }],
    [["applications", "lost"], { namespace: "lost" }],
    // Its pods are made anew.
    [["applications", "k8s-combat", "imagePullPolicy"], "IfNotPresent"],
  ]);
});

afterAll(() => {
  restore();
  rmSync(lost, { force: true });
});

interface Deployment {
  spec: { template: { spec: { containers: { imagePullPolicy: string }[] } } };
}

const causes = [
  /^ *Deployment k8s-combat\/k8s-combat-service: its pods are refused: exceeded quota: no-pods, requested: pods=1, used: pods=3, limited: pods=0$/gm,
  /^ *Deployment lost\/lost: container app: no image localhost\/nowhere:1: Container image "localhost\/nowhere:1" is not present with pull policy of Never$/gm,
];

it("mesh up names a quota and an image that keep pods away, and ends", async () => {
  const { code, output } = await mesh("up", "--yes", "--", "--skip-preview");
  expect(code, output).not.toBe(0);
  expect(output).toContain("stack dev: the run was ended, since this does not get better by itself:\n");
  // While it waits, and in its last words.
  expect(
    causes.map((cause) => output.match(cause)?.length),
    output,
  ).toEqual([2, 2]);
});

it("the next mesh up finishes it, once the cause is gone", async () => {
  await kubectl("delete", "quota", "no-pods", "-n", "k8s-combat");
  restore();
  rmSync(lost);
  const { code, output } = await mesh("up", "--yes", "--", "--skip-preview");
  expect(code, output).toBe(0);
  expect(output).not.toContain("killed in the middle");
  // The stopped update stood in the cluster: taking it back is a change.
  const deployment = await get<Deployment>("deployment", "-n", "k8s-combat", "k8s-combat-service");
  expect(deployment.spec.template.spec.containers.map(({ imagePullPolicy }) => imagePullPolicy)).toEqual(["Never"]);
  const again = await mesh("up", "--yes", "--", "--skip-preview", "--expect-no-changes");
  expect(again.code, again.output).toBe(0);
});
