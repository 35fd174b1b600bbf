import type { Hono } from "hono";
import { streamSSE } from "hono/streaming";
import type { Served } from "../ports.js";
import { applyChanges, check } from "../documents/check.js";
import type { RunRequest, RunStarted } from "../contract.js";
import { formatFindings } from "../../findings/finding.js";
import { Refusal } from "./refusal.js";
import { readRunRequest } from "./requests.js";
import type { EngineRun } from "../runs/runs.js";
import { readTexts, requireCurrent, writeFiles } from "../documents/stored-files.js";

/** Runs of the engine, and what they say. */
export function addRunRoutes(app: Hono, served: Served): void {
  const { ports, runs } = served;
  app.post("/api/runs", async (context) => {
    const wanted = await readRunRequest(context.req.raw, ports.files.folder);
    if (runs.isBusy()) throw new Refusal(409, "another run is under way; wait for it, or cancel it");
    // Without a pause between look, write and start: no other run begins in between.
    const id = runs.start(prepareRun(wanted, served));
    return context.json<RunStarted>({ id }, 201);
  });
  app.delete("/api/runs/:id", (context) => {
    const id = context.req.param("id");
    requireRun(id, served);
    runs.cancel(id);
    return context.body(null, 204);
  });
  app.get("/api/runs/:id/events", (context) => {
    const id = context.req.param("id");
    requireRun(id, served);
    // A browser that lost the connection says which event it had last.
    const last = Number(context.req.header("last-event-id") ?? -1);
    return streamSSE(context, async (stream) => {
      for await (const { number, event } of runs.follow(id, Number.isInteger(last) ? last + 1 : 0)) {
        if (stream.aborted) return;
        await stream.writeSSE({ id: String(number), data: JSON.stringify(event) });
      }
    });
  });
}

function requireRun(id: string, { runs }: Served): void {
  if (!runs.has(id)) throw new Refusal(404, `there is no run ${id}; the last ten are kept`);
}

/** A preview of drafts touches no file; an update writes them first, and only what has been previewed. */
function prepareRun({ verb, changes }: RunRequest, { settings, ports, runs }: Served): EngineRun {
  const { files, planner } = ports;
  const texts = readTexts(files);
  // What cannot be written need not be previewed either.
  requireCurrent(files, changes);
  const drafts = applyChanges(texts, changes);
  if (verb === "preview") return { verb, drafts };
  if (settings.write !== "apply") {
    throw new Refusal(403, "this console brings nothing up: it was started to look, or to write files");
  }
  const { isStopped, findings } = check(texts, changes, planner);
  if (isStopped) throw new Refusal(422, `findings stop the run; nothing has been written\n${formatFindings(findings)}`);
  if (!runs.hasPreviewed(drafts)) {
    throw new Refusal(428, "these changes have no successful preview; preview them first");
  }
  writeFiles(ports, changes);
  return { verb };
}
