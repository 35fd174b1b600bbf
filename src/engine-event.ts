/** EngineEvent of Pulumi's sdk/go/common/apitype/events.go, as far as it is shown. */
export interface EngineEvent {
  diagnosticEvent?: { urn?: string; prefix?: string; message: string; severity: string; ephemeral?: boolean };
  resourcePreEvent?: { metadata: StepMetadata; planning?: boolean };
  resOutputsEvent?: { metadata: StepMetadata; planning?: boolean };
  resOpFailedEvent?: { metadata: StepMetadata };
  summaryEvent?: { durationSeconds: number; resourceChanges?: Record<string, number> };
  errorEvent?: { error: string };
}

/** StepEventMetadata of the same file. */
export interface StepMetadata {
  op: string;
  urn: string;
  diffs?: string[] | null;
  detailedDiff?: Record<string, unknown> | null;
  /** The resource as it will be; absent where it is deleted. */
  new?: { inputs?: Record<string, unknown> } | null;
}
