// Does not prove: a machine that loses power (files that were written are on disk here), nor other moments than three.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { beforeAll, expect, it } from "vitest";
import { testFolder } from "./folder.js";
import { changePolicies, changeStack, get, kubectl, mesh, readOperations, startMesh } from "./mesh.js";

const eventLog = join(testFolder, "pulumi-istio", "logs", "dev-up.events.json");
const stateFile = join(testFolder, "pulumi-istio/backend/.pulumi/stacks/pulumi-istio/dev.json");
let complete: string[];

/** URNs of the stack's state, in order. */
function readUrns(): string[] {
  interface State {
    checkpoint: { latest: { resources: { urn: string }[]; pending_operations?: unknown[] } };
  }
  const { latest } = (JSON.parse(readFileSync(stateFile, "utf8")) as State).checkpoint;
  expect(latest.pending_operations ?? []).toEqual([]);
  return latest.resources.map(({ urn }) => urn).sort();
}

async function untilStepOf(name: string): Promise<void> {
  const deadline = Date.now() + 120_000;
  while (!existsSync(eventLog) || !readFileSync(eventLog, "utf8").includes(`::${name}"`)) {
    if (Date.now() > deadline) throw new Error(`no step of ${name} within 120 s`);
    await sleep(50);
  }
}

/**
 * Kills a process and all that it started: they share its session, but the engine gives each plugin a group of its own, and
 * plugins outlive a killed engine by minutes. Zombies, whose parent has not looked, are gone.
 */
async function killSession(session: number): Promise<void> {
  const deadline = Date.now() + 10_000;
  for (;;) {
    const { stdout } = spawnSync("ps", ["-eo", "pid=,sess=,stat="], { encoding: "utf8" });
    const rows = stdout.split("\n").map((line) => line.trim().split(/ +/));
    const alive = rows.filter(([, its, state]) => Number(its) === session && state?.startsWith("Z") === false);
    if (alive.length === 0) return;
    if (Date.now() > deadline) throw new Error(`the session ${session} outlives SIGKILL by 10 s`);
    for (const [pid] of alive) spawnSync("kill", ["-KILL", pid ?? ""]);
    await sleep(50);
  }
}

beforeAll(async () => {
  expect((await mesh("start")).code).toBe(0);
  complete = readUrns();
  const { code, output } = await mesh("destroy", "--yes", "--", "--skip-preview");
  expect(code, output).toBe(0);
});

// Each run takes over from the one that was killed before it, so one installation sees all three.
it.each([
  "mesh-control-plane-namespace-Namespace/istio-system",
  "mesh-control-plane-Deployment/istio-system/istiod",
  "k8s-combat-Deployment/k8s-combat-service",
])("npm start goes on after a kill, and is killed itself at %s", async (name) => {
  rmSync(eventLog, { force: true });
  const { pid, ended } = startMesh("start");
  const failed = ended.then(({ output }) => Promise.reject(new Error(`npm start ended before that step:\n${output}`)));
  await Promise.race([untilStepOf(name), failed]);
  failed.catch(() => undefined);
  await killSession(pid);
  expect((await ended).code).toBeNull();
});

it("npm start converges: everything is there, nothing twice, and nothing is left to do", async () => {
  const { code, output } = await mesh("start");
  expect(code, output).toBe(0);
  expect(output).toContain("12 gRPC calls from ");
  expect(readUrns()).toEqual(complete);
  expect(new Set(complete).size).toBe(complete.length);
  const deployments = await kubectl("get", "deployments", "-A", "-o", "name");
  expect(deployments.trim().split("\n").sort()).toEqual(
    ["istio-egressgateway", "istio-ingressgateway", "istiod", "k8s-combat-service"].map(
      (deployment) => `deployment.apps/${deployment}`,
    ),
  );
  expect((await mesh("up", "--yes", "--", "--skip-preview", "--expect-no-changes")).code).toBe(0);
});

interface Managed {
  items: { kind: string; metadata: { name: string; managedFields?: { manager: string; operation: string }[] } }[];
}

/** Objects that more than one of the provider's managers applied, which a change of the one would find in its way. */
async function listDoublyManaged(): Promise<string[]> {
  const kinds =
    "namespaces,configmaps,services,serviceaccounts,deployments,gateways.networking.istio.io,virtualservices";
  const { items } = await get<Managed>(kinds, "-A", "--show-managed-fields");
  const isDouble = ({ metadata: { managedFields = [] } }: Managed["items"][number]) =>
    managedFields.filter(({ manager, operation }) => operation === "Apply" && manager.startsWith("pulumi-kubernetes-"))
      .length > 1;
  return items.filter(isDouble).map(({ kind, metadata }) => `${kind}/${metadata.name}`);
}

const edits: readonly [what: string, edit: () => () => void, changes: string][] = [
  [
    "the application",
    () => changeStack("dev", [[["applications", "k8s-combat", "imagePullPolicy"], "IfNotPresent"]]),
    "k8s-combat-Deployment/k8s-combat-service",
  ],
  [
    "its policies",
    () => changePolicies((text) => text.replace("timeout: 5s", "timeout: 4s")),
    "mesh-policies-VirtualService/k8s-combat/k8s-combat-service",
  ],
  [
    "the control plane",
    () => changeStack("dev", [[["controlPlane", "replicas"], 2]]),
    "mesh-control-plane-Deployment/istio-system/istiod",
  ],
  [
    "the namespace",
    () => changeStack("dev", [[["namespaces", "k8s-combat", "labels"], { team: "shop" }]]),
    "mesh-k8s-combat-Namespace/k8s-combat",
  ],
];

it("what the killed runs had created has one owner, and takes an edit of every part of the stack and its taking back", async () => {
  expect(await listDoublyManaged()).toEqual([]);
  const undo = edits.map(([, edit]) => edit());
  const changed = await mesh("up", "--yes");
  for (const step of undo.reverse()) step();
  expect(changed.code, changed.output).toBe(0);
  expect(readOperations("dev", "up")).toEqual(
    expect.arrayContaining(edits.map(([, , changes]) => `update ${changes}`)),
  );
  const back = await mesh("up", "--yes");
  expect(back.code, back.output).toBe(0);
});

it("an object that an earlier version left with two owners is taken over by the up that meets it", async () => {
  const [namespace, name] = ["k8s-combat", "k8s-combat-service"];
  // The second owner, as a killed run and the one after it left it: the same object, applied under another of the provider's names.
  const live = await get<{ metadata: Record<string, unknown>; status?: unknown }>(
    "virtualservice",
    "-n",
    namespace,
    name,
  );
  const { labels, annotations } = live.metadata;
  const metadata = { name, namespace, labels, annotations };
  const file = join(testFolder, "second-owner.json");
  writeFileSync(file, JSON.stringify({ ...live, status: undefined, metadata }));
  await kubectl("apply", "--server-side", "--field-manager=pulumi-kubernetes-0123abcd", "-f", file);
  expect(await listDoublyManaged()).toEqual([`VirtualService/${name}`]);

  const restore = changePolicies((text) => text.replace("timeout: 5s", "timeout: 3s"));
  const { code, output } = await mesh("up", "--yes");
  restore();
  expect(code, output).toBe(0);
  expect(output).toContain("took over 1 objects that a killed run had created");
  expect(await listDoublyManaged()).toEqual([]);
  const changed = await get<{ spec: { http: { timeout: string }[] } }>("virtualservice", "-n", namespace, name);
  expect(changed.spec.http.map(({ timeout }) => timeout)).toEqual(["3s"]);
});
