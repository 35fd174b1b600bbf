// Does not prove: a machine that loses power (files that were written are on disk here). Random moments are for
// `npm run test:deep`: DEEP_KILLS says how many, and KILL_SEED which.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createRandom } from "../analysis/schemas/generate.js";
import { testFolder } from "./folder.js";
import { killRun, listSession, readSteps } from "./killed-runs.js";
import { changePolicies, changeStack, get, kubectl, mesh, readOperations } from "./mesh.js";

const stateFile = join(testFolder, "pulumi-istio/backend/.pulumi/stacks/pulumi-istio/dev.json");
let complete: string[];
/** The same where every document is edited: a second replica of the control plane has a PodDisruptionBudget. */
let edited: string[];
/** How many steps begin and end in a whole run. */
const steps = { install: 0, update: 0, destroy: 0 };

/** URNs of the stack's state, in order. */
function readUrns(): string[] {
  interface State {
    checkpoint: { latest: { resources: { urn: string }[]; pending_operations?: unknown[] } };
  }
  const { latest } = (JSON.parse(readFileSync(stateFile, "utf8")) as State).checkpoint;
  expect(latest.pending_operations ?? []).toEqual([]);
  return latest.resources.map(({ urn }) => urn).sort();
}

/** URNs of the operations that the state says to be under way; none where the engine is just writing it. */
function readPending(): string[] {
  interface State {
    checkpoint: { latest?: { pending_operations?: { resource: { urn: string } }[] } };
  }
  try {
    const { latest } = (JSON.parse(readFileSync(stateFile, "utf8")) as State).checkpoint;
    return (latest?.pending_operations ?? []).map(({ resource }) => resource.urn);
  } catch {
    return [];
  }
}

async function succeed(...args: string[]): Promise<string> {
  const { code, output } = await mesh(...args);
  expect(code, output).toBe(0);
  return output;
}

const up = () => succeed("up", "--yes", "--", "--skip-preview");
const destroy = () => succeed("destroy", "--yes", "--", "--skip-preview");

beforeAll(async () => {
  await up();
  complete = readUrns();
  await destroy();
  steps.destroy = readSteps("destroy").length;
});

// Each run takes over from the one that was killed before it, so one installation sees all three.
it.each([
  "mesh-control-plane-namespace-Namespace/istio-system",
  "mesh-control-plane-Deployment/istio-system/istiod",
  "k8s-combat-Deployment/k8s-combat-service",
])("npm start goes on after a kill, and is killed itself at %s", async (name) => {
  await killRun("up", ["start"], (lines) => lines.some((line) => line.includes(`::${name}"`)));
});

it("npm start converges: everything is there, nothing twice, and nothing is left to do", async () => {
  const output = await succeed("start");
  expect(output).toContain("stack dev: ended what a killed run had left: ");
  expect(output).toContain("12 gRPC calls from ");
  expect(readUrns()).toEqual(complete);
  expect(new Set(complete).size).toBe(complete.length);
  const deployments = await kubectl("get", "deployments", "-A", "-o", "name");
  expect(deployments.trim().split("\n").sort()).toEqual(
    ["istio-egressgateway", "istio-ingressgateway", "istiod", "k8s-combat-service"].map(
      (deployment) => `deployment.apps/${deployment}`,
    ),
  );
  await succeed("up", "--yes", "--", "--skip-preview", "--expect-no-changes");
});

interface Managed {
  items: { kind: string; metadata: { name: string; managedFields?: { manager: string; operation: string }[] } }[];
}

/** Objects that more than one of the provider's managers applied, which a change of the one would find in its way. */
async function listDoublyManaged(): Promise<string[]> {
  const kinds =
    "namespaces,configmaps,services,serviceaccounts,deployments,gateways.networking.istio.io,virtualservices,peerauthentications";
  const { items } = await get<Managed>(kinds, "-A", "--show-managed-fields");
  const isDouble = ({ metadata: { managedFields = [] } }: Managed["items"][number]) =>
    managedFields.filter(({ manager, operation }) => operation === "Apply" && manager.startsWith("pulumi-kubernetes-"))
      .length > 1;
  return items.filter(isDouble).map(({ kind, metadata }) => `${kind}/${metadata.name}`);
}

/** An edit of each part of the stack, and what it changes. */
const edits: readonly [changes: string, edit: () => () => void][] = [
  [
    "k8s-combat-Deployment/k8s-combat-service",
    () => changeStack("dev", [[["applications", "k8s-combat", "imagePullPolicy"], "IfNotPresent"]]),
  ],
  [
    "mesh-policies-VirtualService/k8s-combat/k8s-combat-service",
    () => changePolicies((text) => text.replace("timeout: 5s", "timeout: 4s")),
  ],
  [
    "mesh-policies-PeerAuthentication/k8s-combat/default",
    () => changePolicies((text) => text.replace("mode: STRICT", "mode: PERMISSIVE")),
  ],
  ["mesh-control-plane-Deployment/istio-system/istiod", () => changeStack("dev", [[["controlPlane", "replicas"], 2]])],
  [
    "mesh-k8s-combat-Namespace/k8s-combat",
    () => changeStack("dev", [[["namespaces", "k8s-combat", "labels"], { team: "shop" }]]),
  ],
];

/** What the sample's second document becomes. */
const withdrawn = "::mesh-policies-PeerAuthentication/k8s-combat/default";

let undo: (() => void)[] = [];

/** Edits every document, or takes that back. */
function turnEdits(): void {
  if (undo.length === 0) undo = edits.map(([, edit]) => edit());
  else for (const step of undo.splice(0).reverse()) step();
}

afterAll(() => {
  if (undo.length > 0) turnEdits();
});

it("what the killed runs had created has one owner, and takes an edit of every document", async () => {
  expect(await listDoublyManaged()).toEqual([]);
  turnEdits();
  await up();
  expect(readOperations("dev", "up")).toEqual(expect.arrayContaining(edits.map(([changes]) => `update ${changes}`)));
  steps.update = steps.install = readSteps("up").length;
  edited = readUrns();
});

it("the edits are taken back, and a document with them", async () => {
  turnEdits();
  const restore = changePolicies((text) => text.slice(0, text.indexOf("---\n")));
  await up();
  restore();
  expect(readUrns()).toEqual(complete.filter((urn) => !urn.endsWith(withdrawn)));
});

it("an object whose creation was killed, and which is edited before the next run, is created over what is there", async () => {
  // The step is told of before the state has it.
  const isPending = () => readPending().some((one) => one.endsWith(withdrawn));
  await killRun("up", ["up", "--yes", "--", "--skip-preview"], isPending);
  // Whether the API server had got it or not: there it is, applied under the name of the run that is gone.
  const file = join(testFolder, "unnoted.json");
  const metadata = { name: "default", namespace: "k8s-combat" };
  const spec = { mtls: { mode: undo.length === 0 ? "STRICT" : "PERMISSIVE" } };
  writeFileSync(
    file,
    JSON.stringify({ apiVersion: "security.istio.io/v1", kind: "PeerAuthentication", metadata, spec }),
  );
  const applied = [
    "apply",
    "--server-side",
    "--force-conflicts",
    "--field-manager=pulumi-kubernetes-0123abcd",
    "-f",
    file,
  ];
  await kubectl(...applied);
  turnEdits();
  await up();
  expect(readUrns()).toEqual(undo.length === 0 ? complete : edited);
  expect(await listDoublyManaged()).toEqual([]);
  await succeed("preview", "--", "--expect-no-changes");
});

const seed = Number(process.env.KILL_SEED ?? 20261130);
const random = createRandom(seed);
const moments = Array.from({ length: Number(process.env.DEEP_KILLS ?? 0) }, (_, index) => ({
  run: (["destroy", "update", "install"] as const)[index % 3]!,
  share: Math.round(random() * 1000) / 1000,
}));

it.each(moments)(
  "a kill of $run at $share of its steps, then an edit of every document: mesh up converges",
  async (moment) => {
    const { run, share } = moment;
    if (run === "install") await destroy();
    if (run === "update") turnEdits();
    const verb = run === "destroy" ? "destroy" : "up";
    const at = 1 + Math.floor(share * (steps[run] - 1));
    await killRun(verb, [verb, "--yes", "--", "--skip-preview"], ({ length }) => length >= at);
    console.log(`seed ${seed}: killed ${run} at step event ${at} of ${steps[run]}`);
    turnEdits();
    await up();
    expect(readUrns()).toEqual(undo.length === 0 ? complete : edited);
    expect(await listDoublyManaged()).toEqual([]);
    await succeed("preview", "--", "--expect-no-changes");
  },
);

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

  const restore = changePolicies((text) => text.replace("perTryTimeout: 2s", "perTryTimeout: 3s"));
  const output = await up();
  restore();
  expect(output).toContain("took over 1 objects that a killed run had created");
  expect(await listDoublyManaged()).toEqual([]);
  const changed = await get<{ spec: { http: { retries: { perTryTimeout: string } }[] } }>(
    "virtualservice",
    "-n",
    namespace,
    name,
  );
  expect(changed.spec.http.map(({ retries }) => retries.perTryTimeout)).toEqual(["3s"]);
});

it("the second of two runs at a time is told who has the stack, and to wait", async () => {
  const both = await Promise.all([1, 2].map(() => mesh("up", "--yes", "--", "--skip-preview")));
  const [first, second] = both.sort((a, b) => (a.code ?? 0) - (b.code ?? 0));
  expect(first?.code, first?.output).toBe(0);
  expect(second?.code, second?.output).toBe(1);
  expect(second?.output).toMatch(
    /error: the stack dev is in use by process \d+ of \S+ on \S+ since \S+, which still runs; wait until it has ended and try again/,
  );
  expect(second?.output).not.toContain("pulumi cancel");
});

it("mesh local down ends what a killed run has left", async () => {
  const session = await killRun("up", ["up", "--yes", "--", "--skip-preview"], ({ length }) => length > 0);
  expect(listSession(session)).not.toEqual([]);
  expect(await succeed("local", "down")).toContain("stack dev: ended what a killed run had left: ");
  expect(listSession(session)).toEqual([]);
});
