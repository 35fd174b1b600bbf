import type { EngineEvent, StepMetadata } from "../../engine-event.js";
import type { RunEvent } from "../contract.js";

/** What the page is told of an event of the engine; objects that stay as they are are only counted. */
export function translateEvent(event: EngineEvent): RunEvent[] {
  const { diagnosticEvent, resourcePreEvent, resOutputsEvent, resOpFailedEvent, summaryEvent, errorEvent } = event;
  if (diagnosticEvent !== undefined) return describeDiagnostic(diagnosticEvent);
  if (resourcePreEvent !== undefined) {
    return describeStep(resourcePreEvent.metadata, resourcePreEvent.planning === true ? "planned" : "running");
  }
  // What a preview says of outputs is what it has planned.
  if (resOutputsEvent !== undefined) {
    return resOutputsEvent.planning === true ? [] : describeStep(resOutputsEvent.metadata, "done");
  }
  if (resOpFailedEvent !== undefined) return describeStep(resOpFailedEvent.metadata, "failed");
  if (errorEvent !== undefined) return [{ type: "diagnostic", level: "error", message: errorEvent.error }];
  if (summaryEvent === undefined) return [];
  const { resourceChanges: changes = {}, durationSeconds: seconds } = summaryEvent;
  return [{ type: "summary", changes, seconds }];
}

function describeDiagnostic(event: NonNullable<EngineEvent["diagnosticEvent"]>): RunEvent[] {
  const { urn, message, severity, ephemeral } = event;
  // Ephemeral ones are the lines of a status that is drawn over.
  if (ephemeral === true || severity === "debug") return [];
  const text = message.replaceAll(/<\{%[^%]*%\}>/g, "").trimEnd();
  if (text === "") return [];
  // `info#err` is what the program wrote on its standard error.
  const level = severity.split("#")[0] ?? severity;
  return [{ type: "diagnostic", level, message: text, ...(urn === undefined || urn === "" ? {} : { urn }) }];
}

function describeStep({ op, urn, diffs, detailedDiff }: StepMetadata, state: StepState): RunEvent[] {
  if (op === "same" || op === "refresh") return [];
  const differing = Object.keys(detailedDiff ?? {});
  const diff = differing.length > 0 ? differing : (diffs ?? []);
  const resource = urn.split("::").at(-1) ?? urn;
  return [{ type: "step", operation: op, resource, urn, state, ...(diff.length === 0 ? {} : { diff }) }];
}

type StepState = Extract<RunEvent, { type: "step" }>["state"];
