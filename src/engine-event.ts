/** EngineEvent of Pulumi's sdk/go/common/apitype/events.go, as far as it is shown. */
export interface EngineEvent {
  diagnosticEvent?: { urn?: string; prefix?: string; message: string; severity: string; ephemeral?: boolean };
  resourcePreEvent?: { metadata: StepMetadata; planning?: boolean };
  resOutputsEvent?: { metadata: StepMetadata; planning?: boolean };
  resOpFailedEvent?: { metadata: StepMetadata };
  summaryEvent?: { durationSeconds: number; resourceChanges?: Record<string, number>; isPreview?: boolean };
  errorEvent?: { error: string };
  stdoutEvent?: { message: string };
  policyEvent?: { message: string; policyName: string; resourceUrn?: string; enforcementLevel: string };
}

/** StepEventMetadata of the same file. */
export interface StepMetadata {
  op: string;
  urn: string;
  diffs?: string[] | null;
  detailedDiff?: Record<string, unknown> | null;
  old?: StepState | null;
  new?: StepState | null;
}

/** StepEventStateMetadata of the same file; secrets are left out. */
export interface StepState {
  /** The URN of the parent. */
  parent?: string;
  inputs?: Record<string, unknown>;
  outputs?: Record<string, unknown> | null;
}
