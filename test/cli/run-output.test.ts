// Recorded events of the engine. Does not prove that the engine writes such ones: the end-to-end tests run it.
import { expect, it } from "vitest";
import { createRunOutput } from "../../src/cli/run-output.js";
import type { EngineEvent, StepMetadata } from "../../src/engine-event.js";
import { silentProgress } from "../../src/local/progress.js";

const urn = (type: string, name: string) => `urn:pulumi:dev::pulumi-istio::${type}::${name}`;
const stack = urn("pulumi:pulumi:Stack", "pulumi-istio-dev");
const controlPlane = urn("pulumi-istio:index:Mesh$pulumi-istio:index:ControlPlane", "mesh-control-plane");
const child = (kind: string, name: string) =>
  urn(`pulumi-istio:index:Mesh$pulumi-istio:index:ControlPlane$kubernetes:apps/v1:${kind}`, name);

/** The events of one resource: before and after. */
function step(op: string, of: string, { parent = controlPlane, planning = false, outputs = {} } = {}): EngineEvent[] {
  const metadata: StepMetadata = { op, urn: of, new: { parent, outputs } };
  return [{ resourcePreEvent: { metadata, planning } }, { resOutputsEvent: { metadata, planning } }];
}

function run(...events: EngineEvent[]): string[] {
  const lines: string[] = [];
  const output = createRunOutput((line) => lines.push(line), silentProgress);
  for (const event of events) output.tell(event);
  output.end();
  return lines;
}

const summary = (isPreview: boolean, resourceChanges: Record<string, number>): EngineEvent => {
  return { summaryEvent: { isPreview, durationSeconds: 3, resourceChanges } };
};
const roles = Array.from({ length: 40 }, (_, index) => child("ClusterRole", `role-${index}`));

it("lists what a component changes on one line, and counts what is many", () => {
  const events = [...roles.map((role) => step("create", role)), step("create", child("Deployment", "istiod"))].flat();
  const root = step("create", controlPlane, { parent: stack });
  // Of a component there is a second event with its outputs.
  expect(run(...root, ...root, ...events, summary(false, { create: 42, same: 3 }))).toEqual([
    "  + mesh-control-plane (41): 40 ClusterRole, istiod",
    "  + pulumi-istio-dev (1): mesh-control-plane",
    "update, 3 s: + 42 created, 3 unchanged",
  ]);
});

it("lists nothing again that the preview has listed, and what it has not", () => {
  const planned = step("update", child("Deployment", "istiod"), { planning: true });
  const done = [child("Deployment", "istiod"), child("Deployment", "late")].flatMap((one) => step("update", one));
  expect(run(...planned, summary(true, { update: 1 }), ...done, summary(false, { update: 2 }))).toEqual([
    "  ~ mesh-control-plane (1): istiod",
    "preview, 3 s: ~ 1 to update",
    "  ~ mesh-control-plane (1): late",
    "update, 3 s: ~ 2 updated",
  ]);
});

it("says nothing of what stays, is read or is a part of a replacement", () => {
  const ops = ["same", "refresh", "read", "create-replacement", "delete-replaced"];
  const events = ops.flatMap((op) => step(op, child("Deployment", op)));
  expect(run(...events, ...step("replace", child("Deployment", "one")), summary(false, { replace: 1 }))).toEqual([
    "  +- mesh-control-plane (1): one",
    "update, 3 s: +- 1 replaced",
  ]);
});

it("says each message once, at the end, the worst first, and what failed at once", () => {
  const say = (severity: string, message: string, more = {}) => ({ diagnosticEvent: { severity, message, ...more } });
  const istiod = child("Deployment", "istiod");
  const metadata = { op: "create", urn: istiod };
  const policy = { policyName: "no-root", message: "runs as root", enforcementLevel: "advisory", resourceUrn: istiod };
  const lines = run(
    say("warning", "<{%fg 3%}>old<{%reset%}>\n", { urn: stack }),
    say("warning", "old", { urn: stack }),
    say("info", "waiting", { ephemeral: true }),
    say("info#err", "from the program"),
    { policyEvent: policy },
    { stdoutEvent: { message: "View at nowhere\n" } },
    say("error", "timed out", { urn: istiod }),
    { resOpFailedEvent: { metadata } },
    summary(false, {}),
  );
  expect(lines).toEqual([
    "View at nowhere",
    "failed: create istiod",
    "update, 3 s: no resources",
    "error: istiod: timed out",
    "warning: old",
    "warning: policy no-root: istiod: runs as root",
    "info: from the program",
  ]);
});

it("shows the outputs of an update, and none of a preview", () => {
  const outputs = { gateways: { public: "istio-ingressgateway" }, clusterUid: "1" };
  const preview = step("create", stack, { parent: "", planning: true, outputs });
  expect(run(...preview, summary(true, { create: 1 }))).toEqual([
    "  + stack (1): pulumi-istio-dev",
    "preview, 3 s: + 1 to create",
  ]);
  expect(run(...step("same", stack, { parent: "", outputs }), summary(false, { same: 1 }))).toEqual([
    "update, 3 s: 1 unchanged",
    "outputs:",
    '  gateways: {"public":"istio-ingressgateway"}',
    "  clusterUid: 1",
  ]);
});
