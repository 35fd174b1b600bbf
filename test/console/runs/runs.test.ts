// An engine in memory. Does not prove that Pulumi's is run: test/e2e/console-server.test.ts does.
import { describe, expect, it } from "vitest";
import type { RunEvent } from "../../../src/console/contract.js";
import { computeVersion } from "../../../src/console/documents/files.js";
import { folder, reviews, startConsole, web, type TestConsole } from "../memory.js";

const file = `${folder}/reviews.yaml`;
const later = reviews.replace("3s", "5s");
const changes = [{ file, text: later, version: computeVersion(reviews) }];
const step: RunEvent = { type: "step", operation: "update", resource: "reviews", urn: "urn", state: "planned" };

const start = async ({ send }: TestConsole, verb: string, body: unknown = changes) => {
  const answer = await send("POST", "/api/runs", { verb, changes: body });
  return { status: answer.status, body: (await answer.json()) as { id: string; error?: string } };
};
const listen = async ({ send }: TestConsole, id: string, headers: Record<string, string> = {}) => {
  const answer = await send("GET", `/api/runs/${id}/events`, undefined, headers);
  expect(answer.headers.get("content-type")).toBe("text/event-stream");
  return answer.text();
};
const write = (events: RunEvent[], from = 0) =>
  events.map((event, index) => `data: ${JSON.stringify(event)}\nid: ${from + index}\n\n`).join("");

/** Previews changes until the end. */
const preview = async (console: TestConsole, body?: unknown) =>
  listen(console, (await start(console, "preview", body)).body.id);

/** An engine that goes on until it is told to end. */
function createEngine() {
  let end: (exitCode: number) => void = () => undefined;
  const ended = new Promise<number>((resolve) => (end = resolve));
  const engine = (_run: unknown, tell: (event: RunEvent) => void, signal: AbortSignal) => {
    tell(step);
    signal.addEventListener("abort", () => end(255));
    return ended;
  };
  return { engine, end };
}

describe("a preview", () => {
  it("has the changes as drafts, and touches no file", async () => {
    const console = await startConsole();
    const { status, body } = await start(console, "preview");
    expect(status).toBe(201);
    expect(await listen(console, body.id)).toBe(write([{ type: "end", exitCode: 0 }]));
    expect(console.runs).toEqual([{ verb: "preview", drafts: { [file]: later, [`${folder}/web.yaml`]: web } }]);
    expect(console.files.get(file)).toBe(reviews);
    expect(console.kept).toEqual([]);
  });

  it("is allowed to a console that only looks", async () => {
    expect((await start(await startConsole({ write: "none" }), "preview")).status).toBe(201);
  });
});

it.each(["preview", "up"])("%s of a file that somebody else changed is refused", async (verb) => {
  const console = await startConsole();
  console.files.set(file, `${reviews}# theirs\n`);
  const { status, body } = await start(console, verb);
  expect([status, body.error]).toEqual([
    409,
    `somebody else has changed ${file} in the meantime; nothing has been written`,
  ]);
  expect([console.runs, console.files.get(file)]).toEqual([[], `${reviews}# theirs\n`]);
});

describe("an update", () => {
  it("writes the files first, and keeps them", async () => {
    const console = await startConsole();
    await preview(console);
    expect((await start(console, "up")).status).toBe(201);
    expect(console.runs.slice(1)).toEqual([{ verb: "up" }]);
    expect(console.files.get(file)).toBe(later);
    expect(console.kept).toEqual([changes]);
  });

  it.each(["none", "files"] as const)("is refused by a console with %s", async (mode) => {
    const console = await startConsole({ write: mode });
    expect(await start(console, "up")).toEqual({
      status: 403,
      body: { error: "this console brings nothing up: it was started to look, or to write files" },
    });
    expect([console.runs, console.files.get(file)]).toEqual([[], reviews]);
  });

  it("is refused without a preview of these very changes that went well, and nothing is written", async () => {
    let exitCode = 1;
    const console = await startConsole({ engine: () => Promise.resolve(exitCode) });
    const error = "these changes have no successful preview; preview them first";
    const refused = { status: 428, body: { error } };
    expect(await start(console, "up")).toEqual(refused);
    await preview(console);
    expect(await start(console, "up")).toEqual(refused);
    exitCode = 0;
    await preview(console, [{ ...changes[0], text: later.replace("5s", "6s") }]);
    expect(await start(console, "up")).toEqual(refused);
    await preview(console);
    // What somebody else has changed meanwhile was not in the preview.
    console.files.set(`${folder}/web.yaml`, `${web}# theirs\n`);
    expect(await start(console, "up")).toEqual(refused);
    expect(console.files.get(file)).toBe(reviews);
    await preview(console);
    expect((await start(console, "up")).status).toBe(201);
  });

  it("of a bad value is refused, and nothing is written", async () => {
    const console = await startConsole();
    const bad = [{ file, text: "service: shop/reviews\ntimeout: soon\n", version: computeVersion(reviews) }];
    const { status, body } = await start(console, "up", bad);
    expect(status).toBe(422);
    expect(body.error).toMatch(
      /^findings stop the run; nothing has been written\n.*reviews\.yaml:2:1: error MESH0201: /,
    );
    expect([console.runs, console.files.get(file)]).toEqual([[], reviews]);
  });
});

describe("events", () => {
  it("are there from the beginning for everyone who listens, then and later", async () => {
    const { engine, end } = createEngine();
    const console = await startConsole({ engine });
    const { id } = (await start(console, "preview")).body;
    const early = listen(console, id);
    end(0);
    const all = write([step, { type: "end", exitCode: 0 }]);
    expect(await early).toBe(all);
    expect(await listen(console, id)).toBe(all);
  });

  it("go on where a listener lost the connection", async () => {
    const { engine, end } = createEngine();
    const console = await startConsole({ engine });
    const { id } = (await start(console, "preview")).body;
    end(0);
    expect(await listen(console, id, { "last-event-id": "0" })).toBe(write([{ type: "end", exitCode: 0 }], 1));
  });

  it("say why a run could not begin", async () => {
    const console = await startConsole({ engine: () => Promise.reject(new Error("no engine")) });
    const { id } = (await start(console, "preview")).body;
    const said: RunEvent[] = [
      { type: "diagnostic", level: "error", message: "no engine" },
      { type: "end", exitCode: 1 },
    ];
    expect(await listen(console, id)).toBe(write(said));
  });

  it("of a run that does not exist are a problem", async () => {
    const { send } = await startConsole();
    for (const [method, path] of [
      ["GET", "/api/runs/none/events"],
      ["DELETE", "/api/runs/none"],
    ] as const) {
      const answer = await send(method, path);
      expect([answer.status, await answer.json()]).toEqual([
        404,
        { error: "there is no run none; the last ten are kept" },
      ]);
    }
  });
});

describe("one run at a time", () => {
  it("a second one is refused, and writes nothing", async () => {
    const { engine, end } = createEngine();
    const console = await startConsole({ engine });
    const { id } = (await start(console, "preview")).body;
    const refused = { status: 409, body: { error: "another run is under way; wait for it, or cancel it" } };
    expect(await start(console, "up")).toEqual(refused);
    expect(console.files.get(file)).toBe(reviews);
    end(0);
    await listen(console, id);
    expect((await start(console, "up")).status).toBe(201);
  });

  it("is ended in order by who cancels it", async () => {
    const { engine } = createEngine();
    const console = await startConsole({ engine });
    const { id } = (await start(console, "preview")).body;
    expect((await console.send("DELETE", `/api/runs/${id}`)).status).toBe(204);
    expect(await listen(console, id)).toBe(write([step, { type: "end", exitCode: 130 }]));
  });

  it("is ended in order, and waited for, when the console stops", async () => {
    const { engine } = createEngine();
    const console = await startConsole({ engine });
    const { id } = (await start(console, "preview")).body;
    await console.stop();
    expect(await listen(console, id)).toBe(write([step, { type: "end", exitCode: 130 }]));
  });
});
