import { translateEvent } from "../console/runs/engine-events.js";
import type { EngineEvent, StepMetadata } from "../engine-event.js";
import { sortByLevel } from "../findings/finding.js";
import type { Progress, Step } from "../local/progress.js";
import { groupBy } from "../policy/group-by.js";

/** Prints what the engine does where no terminal is: a line for each component that changes, and each message once, at the end. */
export interface RunOutput {
  tell: (event: EngineEvent) => void;
  /** Prints what is still to be said. */
  end: () => void;
}

/** More resources of one kind are counted, not named. */
const mostNames = 3;

/** Parts of a replacement, which is a step itself. */
const parts = new Set(["create-replacement", "delete-replaced", "discard-replaced"]);

const marks: Readonly<Record<string, { mark: string; planned: string; done: string }>> = {
  create: { mark: "+", planned: "to create", done: "created" },
  update: { mark: "~", planned: "to update", done: "updated" },
  delete: { mark: "-", planned: "to delete", done: "deleted" },
  replace: { mark: "+-", planned: "to replace", done: "replaced" },
  same: { mark: "", planned: "unchanged", done: "unchanged" },
};

/** A step of the engine that changes something. */
interface Change {
  op: string;
  /** Without its name space: `Deployment`. */
  kind: string;
  name: string;
  parent: string;
}

/** @param write is given a line of the output @param progress says that a run is under way */
export function createRunOutput(write: (line: string) => void, progress: Progress): RunOutput {
  // What a preview has listed its update need not list again.
  const planned = new Set<string>();
  const messages = new Map<string, string>();
  let [changes, outputs, running]: [Change[], Record<string, unknown>, Step | undefined] = [[], {}, undefined];
  const finish = ({ isPreview = false, durationSeconds, resourceChanges = {} }: Summary) => {
    // Of a component the engine tells twice that it is there.
    const news = changes.filter((change) => {
      const key = JSON.stringify(change);
      const isNew = !planned.has(key);
      planned.add(key);
      return isNew;
    });
    for (const line of formatChanges(news)) write(line);
    running?.done("done");
    [changes, running] = [[], undefined];
    write(`${isPreview ? "preview" : "update"}, ${durationSeconds} s: ${formatCounts(resourceChanges, isPreview)}`);
  };
  const tell = (event: EngineEvent) => {
    const { resourcePreEvent, resOutputsEvent, resOpFailedEvent, policyEvent, summaryEvent, stdoutEvent } = event;
    const { isPreview } = summaryEvent ?? { isPreview: resourcePreEvent?.planning === true };
    if (resourcePreEvent) running ??= progress.step(isPreview ? "preview" : "update", "running");
    if (resOutputsEvent) changes.push(...readChange(resOutputsEvent.metadata));
    if (resOutputsEvent && resOutputsEvent.planning !== true)
      outputs = { ...outputs, ...readOutputs(resOutputsEvent.metadata) };
    if (resOpFailedEvent) write(`failed: ${resOpFailedEvent.metadata.op} ${nameOf(resOpFailedEvent.metadata.urn)}`);
    if (stdoutEvent) write(stdoutEvent.message.trimEnd());
    if (policyEvent)
      messages.set(formatPolicy(policyEvent), policyEvent.enforcementLevel === "mandatory" ? "error" : "warning");
    for (const said of translateEvent(event)) {
      if (said.type === "diagnostic") messages.set(formatDiagnostic(said), said.level);
    }
    if (summaryEvent) finish(summaryEvent);
  };
  const end = () => {
    running?.fail("ended");
    const shown = Object.entries(outputs).map(([name, value]) => `  ${name}: ${formatOutput(value)}`);
    for (const line of shown.length === 0 ? [] : ["outputs:", ...shown]) write(line);
    const said = [...messages].map(([text, level]) => ({ text, level }));
    for (const { text } of sortByLevel(said)) write(text);
  };
  return { tell, end };
}

type Summary = NonNullable<EngineEvent["summaryEvent"]>;

function readChange({ op, urn, new: after, old: before }: StepMetadata): Change[] {
  if (op === "same" || op === "refresh" || op.startsWith("read") || parts.has(op)) return [];
  const kind = (urn.split("::").at(-2) ?? "").split(/[$:]/).at(-1) ?? "";
  return [{ op, kind, name: nameOf(urn), parent: nameOf((after ?? before)?.parent ?? "") }];
}

/** A line for each component and operation: `  + mesh-control-plane (17): 15 CustomResourceDefinition, istiod`. */
function formatChanges(changes: readonly Change[]): string[] {
  return groupBy(changes, ({ op, parent }) => [op, parent]).map((group) => {
    const [{ op, parent }] = group;
    return `  ${marks[op]?.mark ?? op} ${parent || "stack"} (${group.length}): ${formatKinds(group)}`;
  });
}

function formatKinds(group: readonly Change[]): string {
  const counted = groupBy(group, ({ kind }) => [kind]).map((same) =>
    same.length > mostNames ? `${same.length} ${same[0].kind}` : same.map(({ name }) => name).join(", "),
  );
  return counted.join(", ");
}

function formatCounts(counts: Readonly<Record<string, number>>, isPreview: boolean): string {
  const all = Object.entries(counts).map(([op, count]) => {
    const { mark = "", planned = op, done = op } = marks[op] ?? {};
    return `${mark} ${count} ${isPreview ? planned : done}`.trimStart();
  });
  return all.join(", ") || "no resources";
}

function readOutputs({ urn, new: state }: StepMetadata): Record<string, unknown> {
  return urn.includes("::pulumi:pulumi:Stack::") ? (state?.outputs ?? {}) : {};
}

function formatOutput(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

function formatDiagnostic({ level, message, urn }: { level: string; message: string; urn?: string }): string {
  return `${level}: ${urn === undefined || urn.includes("::pulumi:pulumi:Stack::") ? "" : `${nameOf(urn)}: `}${message}`;
}

function formatPolicy({ enforcementLevel, policyName, resourceUrn, message }: NonNullable<EngineEvent["policyEvent"]>) {
  const level = enforcementLevel === "mandatory" ? "error" : "warning";
  const about = resourceUrn === undefined ? "" : `${nameOf(resourceUrn)}: `;
  return `${level}: policy ${policyName}: ${about}${message.trimEnd()}`;
}

function nameOf(urn: string): string {
  return urn.split("::").at(-1) ?? urn;
}
