import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { readStateFile } from "../local/state-file.js";
import { readPendingCreates } from "./engine-state.js";
import { runsFolder } from "./stack-holder.js";

// What a killed run was creating is in the cluster and not in the state. Who creates it again applies it under another name, so each
// field that was edited meanwhile is a conflict, and no state says whose the object is. The URNs are noted until a run has succeeded:
// the run that would mend it may be killed, too.

/** URNs of Kubernetes objects that killed runs of the stack may have created without noting it. */
export function noteUnnotedObjects(target: { stack: string }): string[] {
  const file = placeNote(target);
  const urns = [...new Set([...readNoted(file), ...readPendingCreates(target)])];
  if (urns.length > 0) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, JSON.stringify({ urns }));
  }
  return urns;
}

/** After a run that has succeeded: all is in the state. */
export function forgetUnnotedObjects(target: { stack: string }): void {
  rmSync(placeNote(target), { force: true });
}

function readNoted(file: string): string[] {
  if (!existsSync(file)) return [];
  const { urns } = readStateFile<{ urns?: unknown }>(file, "remove it");
  return Array.isArray(urns) ? urns.map(String) : [];
}

function placeNote({ stack }: { stack: string }): string {
  return join(runsFolder(), `${stack}.unnoted.json`);
}
