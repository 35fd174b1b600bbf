// A script in the place of the Pulumi CLI. Does not prove that the CLI writes such events and ends so: the end-to-end tests run it.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { localBackend } from "../../src/cli/engine-environment.js";
import { runEngine } from "../../src/cli/engine.js";
import type { EngineEvent } from "../../src/engine-event.js";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "pulumi-istio-engine-"));
  vi.stubEnv("XDG_STATE_HOME", folder);
  vi.stubEnv("PULUMI_BACKEND_URL", undefined);
  const stacks = join(localBackend(), ".pulumi", "stacks", "pulumi-istio");
  mkdirSync(stacks, { recursive: true });
  writeFileSync(join(stacks, "dev.json"), "{}");
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

/** Runs a preview by a script, which has `log`, that writes an event, and `given`, its arguments. */
function preview(script: string, watch: { signal?: AbortSignal; onEvent?: (event: EngineEvent) => void } = {}) {
  const pulumi = join(folder, "pulumi.mjs");
  const head = `#!${process.execPath}
    import { appendFileSync } from "node:fs";
    const given = process.argv.slice(2);
    const log = (event) => appendFileSync(given[given.indexOf("--event-log") + 1], JSON.stringify(event) + "\\n");
  `;
  writeFileSync(pulumi, head + script, { mode: 0o755 });
  const plugin = join(folder, "plugin");
  const tools = { pulumi, "pulumi-resource-kubernetes": plugin, "pulumi-language-nodejs": plugin };
  const events: EngineEvent[] = [];
  const onEvent = (event: EngineEvent) => {
    events.push(event);
    watch.onEvent?.(event);
  };
  const { signal = new AbortController().signal } = watch;
  const environment = { PULUMI_ISTIO_DRAFTS: "/drafts" };
  const ended = runEngine({ stack: "dev", project: folder, tools }, "preview", [], { onEvent, signal, environment });
  return ended.then((result) => ({ ...result, events }));
}

const summary = { summaryEvent: { durationSeconds: 1, resourceChanges: { update: 2 } } };

it("tells all events, and leaves no log behind", async () => {
  const said = join(folder, "said");
  const { events, ...result } = await preview(`
    appendFileSync(${JSON.stringify(said)}, JSON.stringify([given, process.env.PULUMI_ISTIO_DRAFTS]));
    log({ errorEvent: { error: "first" } });
    log(${JSON.stringify(summary)});
  `);
  expect(result).toEqual({ exitCode: 0, changes: { update: 2 } });
  expect(events).toEqual([{ errorEvent: { error: "first" } }, summary]);
  const log = join(folder, "pulumi-istio", "logs", "pulumi-istio", `dev-preview-${process.pid}.events.json`);
  const config = join(folder, "pulumi-istio", "config", "pulumi-istio", "Pulumi.dev.yaml");
  const args = [
    "preview",
    "--config-file",
    config,
    "--stack",
    "dev",
    "--event-log",
    log,
    "--non-interactive",
    "--color",
    "never",
  ];
  expect(JSON.parse(readFileSync(said, "utf8"))).toEqual([args, "/drafts"]);
  expect(readdirSync(join(folder, "pulumi-istio", "logs", "pulumi-istio"))).toEqual([]);
});

it("says what the engine wrote on its standard error where it failed without an event", async () => {
  const { events, exitCode } = await preview('console.error("error: no such stack"); process.exitCode = 255;');
  expect(exitCode).toBe(255);
  expect(events).toEqual([{ diagnosticEvent: { severity: "error", message: "error: no such stack" } }]);
});

it("does not say it again where an event did", async () => {
  const event = { diagnosticEvent: { severity: "error", message: "not valid" } };
  const script = `log(${JSON.stringify(event)}); console.error("error: not valid"); process.exitCode = 255;`;
  expect((await preview(script)).events).toEqual([event]);
});

it("ends in order by its signal, and says nothing of an error then", async () => {
  const controller = new AbortController();
  const { events, exitCode } = await preview(
    `
      const timer = setInterval(() => undefined, 1000);
      process.on("SIGINT", () => {
        log(${JSON.stringify(summary)});
        clearInterval(timer);
        process.exitCode = 130;
      });
      log({ errorEvent: { error: "running" } });
    `,
    { signal: controller.signal, onEvent: () => controller.abort() },
  );
  expect(exitCode).toBe(130);
  expect(events).toEqual([{ errorEvent: { error: "running" } }, summary]);
});

it("ends a run whose signal came before it began", async () => {
  const controller = new AbortController();
  controller.abort();
  const { exitCode } = await preview("setInterval(() => undefined, 1000);", { signal: controller.signal });
  expect(exitCode).toBe(130);
});
