import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import type { RunEvent } from "../console/contract.js";
import { translateEvent } from "../console/runs/engine-events.js";
import type { Runner } from "../console/runs/runs.js";
import type { EngineEvent } from "../engine-event.js";
import type { Progress } from "../local/progress.js";
import { draftsVariable } from "../stack/stack-files.js";
import { runEngine } from "./engine.js";
import { prepareStack } from "./stack.js";

/** Milliseconds after which a person wants to know what takes so long. */
const announceAfter = 1000;

/** Runs the real engine for the console. @param folder of the stack's policies, as files are named */
export function createRunner(stack: string, folder: string): Runner {
  return {
    run: async ({ verb, drafts }, onEvent, signal) => {
      const target = await prepareStack(stack, createTeller(onEvent));
      if (signal.aborted) return 130;
      const written = drafts === undefined ? undefined : writeDrafts(drafts, folder);
      try {
        // Otherwise the history would say what the last commit says.
        const args = verb === "up" ? ["--yes", "--skip-preview", "--message", "applied by the console"] : [];
        const environment = written === undefined ? {} : { [draftsVariable]: written };
        const tell = (event: EngineEvent) => translateEvent(event).forEach(onEvent);
        const { exitCode } = await runEngine(target, verb, args, { onEvent: tell, signal, environment });
        return exitCode;
      } finally {
        if (written !== undefined) rmSync(written, { recursive: true, force: true });
      }
    },
  };
}

/** All files of a folder of policies in another one. @returns that one */
function writeDrafts(texts: Readonly<Record<string, string>>, folder: string): string {
  const drafts = mkdtempSync(join(tmpdir(), "mesh-console-"));
  for (const [file, text] of Object.entries(texts)) {
    const path = join(drafts, relative(folder, file));
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
  return drafts;
}

/** What getting tools and cluster ready says, for the page. */
function createTeller(onEvent: (event: RunEvent) => void): Progress {
  const tell = (message: string) => onEvent({ type: "diagnostic", level: "info", message });
  return {
    step: (name, state) => {
      const announced = setTimeout(() => tell(`${name}: ${state}`), announceAfter);
      const end = () => clearTimeout(announced);
      return { state: () => undefined, share: () => undefined, done: end, fail: end };
    },
    note: tell,
    close: () => undefined,
  };
}
