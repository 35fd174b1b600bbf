import type { Hono } from "hono";
import type { Served } from "../ports.js";
import { check } from "../documents/check.js";
import type {
  ClusterStatus,
  HistoryEntry,
  KindInfo,
  MeshMap,
  PolicyFile,
  RequestEffect,
  Session,
  Written,
} from "../contract.js";
import { requirePolicyName } from "../documents/files.js";
import { computeRequestEffect } from "../documents/request-effect.js";
import { describeKinds } from "../documents/kinds.js";
import { drawMap } from "../map/mesh-map.js";
import { Refusal } from "./refusal.js";
import { readChanges } from "./requests.js";
import { describeFiles, readFile, readTexts, writeFiles } from "../documents/stored-files.js";

/** What is read, checked and written. */
export function addDocumentRoutes(app: Hono, served: Served): void {
  const { settings, ports, secrets } = served;
  const { files, planner, history, live } = ports;
  const { stack, write } = settings;
  app.get("/api/session", (context) =>
    context.json<Session>({ stack, write, csrfToken: secrets.csrf, folder: files.folder }),
  );
  app.get("/api/kinds", (context) => context.json<KindInfo[]>(describeKinds()));
  app.get("/api/mesh", (context) => context.json<MeshMap>(drawMap(planner.plan(readTexts(files)))));
  app.get("/api/files", (context) => context.json<PolicyFile[]>(describeFiles(files)));
  app.get("/api/file", (context) => {
    const file = requireQuery(context.req.query("file"), "file");
    return context.json<PolicyFile>(readFile(files, file));
  });
  app.post("/api/check", async (context) => {
    const changes = await readChanges(context.req.raw, files.folder);
    return context.json(check(readTexts(files), changes, planner));
  });
  app.post("/api/effect", async (context) => {
    const changes = await readChanges(context.req.raw, files.folder);
    return context.json<RequestEffect>(computeRequestEffect(readTexts(files), changes, planner));
  });
  app.put("/api/files", async (context) => {
    if (write === "none") throw new Refusal(403, "this console only looks: it was started with --read-only");
    const changes = await readChanges(context.req.raw, files.folder);
    return context.json<Written>(writeFiles(ports, changes));
  });
  app.get("/api/history", async (context) => {
    const file = requireQuery(context.req.query("file"), "file");
    requirePolicyName(files.folder, file);
    return context.json<HistoryEntry[]>(await history.list(file));
  });
  app.get("/api/history/text", async (context) => {
    const file = requireQuery(context.req.query("file"), "file");
    const id = requireQuery(context.req.query("id"), "id");
    requirePolicyName(files.folder, file);
    const text = await history.text(file, id);
    if (text === undefined) throw new Refusal(404, `no text is stored of ${file} in ${id}`);
    return context.json({ text });
  });
  app.get("/api/history/objects", (context) => {
    const objects = history.objects(requireQuery(context.req.query("id"), "id"));
    if (objects === undefined)
      throw new Refusal(404, "the state that this update left is not kept where it can be read");
    return context.json({ objects });
  });
  app.get("/api/status", async (context) => context.json<ClusterStatus>(await ports.status()));
  app.get("/api/live", async (context) => {
    const service = requireQuery(context.req.query("service"), "service");
    const [namespace = "", name = "", ...others] = service.split("/");
    const isName = (text: string) => /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/.test(text);
    if (others.length > 0 || ![namespace, name].every(isName)) {
      throw new Refusal(400, `service is ${JSON.stringify(service)}; it must be <namespace>/<name>`);
    }
    return context.json(await live.look(namespace, name));
  });
}

function requireQuery(value: string | undefined, name: string): string {
  if (value === undefined || value === "") throw new Refusal(400, `the query must have ${name}`);
  return value;
}
