// Events as Pulumi's engine writes them. Does not prove that it writes these: test/e2e/console-server.test.ts does.
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, vi } from "vitest";
import { followEventLog } from "../../../src/cli/event-log.js";
import { translateEvent } from "../../../src/console/runs/engine-events.js";
import type { EngineEvent } from "../../../src/engine-event.js";

const urn = "urn:pulumi:dev::p::a$b::mesh-VirtualService/shop/reviews";
const metadata = (op: string, more = {}) => ({ op, urn, ...more });
const step = { type: "step", resource: "mesh-VirtualService/shop/reviews", urn } as const;

it.each<[string, EngineEvent, object[]]>([
  [
    "a planned step, with the paths that differ",
    {
      resourcePreEvent: {
        metadata: metadata("update", {
          diffs: ["spec"],
          detailedDiff: { "spec.http[0].timeout": { diffKind: "update" } },
        }),
        planning: true,
      },
    },
    [{ ...step, operation: "update", state: "planned", diff: ["spec.http[0].timeout"] }],
  ],
  [
    "one without details",
    { resourcePreEvent: { metadata: metadata("update", { diffs: ["spec"], detailedDiff: null }), planning: true } },
    [{ ...step, operation: "update", state: "planned", diff: ["spec"] }],
  ],
  [
    "a step that begins",
    { resourcePreEvent: { metadata: metadata("create") } },
    [{ ...step, operation: "create", state: "running" }],
  ],
  [
    "one that is done",
    { resOutputsEvent: { metadata: metadata("create") } },
    [{ ...step, operation: "create", state: "done" }],
  ],
  ["outputs of a preview", { resOutputsEvent: { metadata: metadata("create"), planning: true } }, []],
  [
    "one that failed",
    { resOpFailedEvent: { metadata: metadata("create") } },
    [{ ...step, operation: "create", state: "failed" }],
  ],
  ["what stays as it is", { resourcePreEvent: { metadata: metadata("same") } }, []],
  ["what is read anew", { resourcePreEvent: { metadata: metadata("refresh") } }, []],
  [
    "a diagnostic",
    { diagnosticEvent: { urn, severity: "error", message: "<{%reset%}>not <{%fg 1%}>valid<{%reset%}>\n" } },
    [{ type: "diagnostic", level: "error", message: "not valid", urn }],
  ],
  [
    "a line of standard error",
    { diagnosticEvent: { severity: "info#err", message: "as it is" } },
    [{ type: "diagnostic", level: "info", message: "as it is" }],
  ],
  ["a status that is drawn over", { diagnosticEvent: { severity: "info", message: "waiting", ephemeral: true } }, []],
  ["an empty one", { diagnosticEvent: { severity: "info", message: "<{%reset%}>\n" } }, []],
  ["what is for those who debug", { diagnosticEvent: { severity: "debug", message: "x" } }, []],
  ["an error of the engine", { errorEvent: { error: "x" } }, [{ type: "diagnostic", level: "error", message: "x" }]],
  [
    "the summary",
    { summaryEvent: { durationSeconds: 3, resourceChanges: { update: 1, same: 2 } } },
    [{ type: "summary", changes: { update: 1, same: 2 }, seconds: 3 }],
  ],
  ["anything else", {}, []],
])("%s", (_, event, expected) => {
  expect(translateEvent(event)).toEqual(expected);
});

it("a log is followed while it is written, whole lines at a time, and read to its end", async () => {
  const folder = mkdtempSync(join(tmpdir(), "mesh-console-"));
  const file = join(folder, "events.json");
  const events: unknown[] = [];
  const stop = followEventLog(file, (event) => events.push(event));
  try {
    const text = Buffer.from('{"a":"ü"}\n{"b":2}\n{"c":3}\n');
    // Ends within a character.
    appendFileSync(file, text.subarray(0, 7));
    appendFileSync(file, text.subarray(7, 14));
    await vi.waitFor(() => expect(events).toEqual([{ a: "ü" }]), { timeout: 20_000 });
    appendFileSync(file, text.subarray(14));
    stop();
    expect(events).toEqual([{ a: "ü" }, { b: 2 }, { c: 3 }]);
    stop();
    expect(events.length).toBe(3);
  } finally {
    stop();
    rmSync(folder, { recursive: true });
  }
});

it("a log that the update begins anew after the preview is read from its beginning", async () => {
  const folder = mkdtempSync(join(tmpdir(), "mesh-console-"));
  const file = join(folder, "events.json");
  const events: unknown[] = [];
  const stop = followEventLog(file, (event) => events.push(event));
  try {
    writeFileSync(file, '{"preview":1}\n{"preview":2}\n{"prev');
    await vi.waitFor(() => expect(events.length).toBe(2), { timeout: 20_000 });
    writeFileSync(file, '{"update":1}\n');
    stop();
    expect(events.slice(2)).toEqual([{ update: 1 }]);
  } finally {
    stop();
    rmSync(folder, { recursive: true });
  }
});
