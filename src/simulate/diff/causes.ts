import { identifyObject } from "../../mesh/objects.js";
import type { Answer, Stage, Step, StepSource } from "../answer.js";
import { dropUndefined } from "../../text/drop-undefined.js";
import { listSteps } from "../outcome-words.js";
import type { ChangedObject } from "./changed-objects.js";
import type { Cause, ChangeKind } from "./effect.js";

/** An object that differs, and the field of it that decides; undefined where no answer names one. */
export interface Culprit {
  object: ChangedObject;
  source?: StepSource;
}

/** An object that differs as what causes something. */
export function toCause({ object: { before, after }, source }: Culprit): Cause {
  const object = after ?? before;
  if (object === undefined) throw new Error("an object that differs is in one of two meshes");
  const { file, document, line, column } = source ?? object.locate([]);
  const action = before === undefined ? "created" : after === undefined ? "removed" : "changed";
  return { action, resource: identifyObject(object), ...dropUndefined({ file, document, line, column }) };
}

/** Where that is decided which a change of a kind is of. */
const stagesOf: Partial<Record<ChangeKind, readonly Stage[]>> = {
  "newly-denied": ["authentication", "authorization"],
  "newly-allowed": ["authentication", "authorization"],
  "cut-off": ["tls"],
  "mutual-tls": ["tls"],
  delivery: ["scope", "gateway", "route"],
  limits: ["traffic", "rateLimit"],
};

/**
 * Asks for the objects that differ and that two answers name: in steps that decide such a change, first those that only one answer has, or
 * else in any.
 */
export function createCulpritFinder(changes: readonly ChangedObject[]) {
  const byName = new Map<string, ChangedObject>();
  for (const change of changes) {
    for (const object of [change.before, change.after]) {
      if (object !== undefined) byName.set(nameOf(identifyObject(object)), change);
    }
  }
  const find = (steps: readonly Step[]) => {
    const found = new Map<ChangedObject, Culprit>();
    for (const { source } of steps) {
      const object = source === undefined ? undefined : byName.get(nameOf(source.resource));
      if (object !== undefined && !found.has(object)) found.set(object, { object, source });
    }
    return [...found.values()];
  };
  return (before: Answer, after: Answer, kind: ChangeKind): Culprit[] => {
    const [was, is] = [listSteps(before), listSteps(after)];
    const [old, now] = [new Set(was.map(write)), new Set(is.map(write))];
    const different = [...is.filter((step) => !old.has(write(step))), ...was.filter((step) => !now.has(write(step)))];
    const isDeciding = ({ stage }: Step) => stagesOf[kind]?.includes(stage) === true;
    const all = [...is, ...was];
    const tried = [different.filter(isDeciding), all.filter(isDeciding), different, all].map(find);
    return tried.find(({ length }) => length > 0) ?? [];
  };
}

/** Another line of the file is no other step. */
function write({ stage, message, source }: Step): string {
  return JSON.stringify([stage, message, source?.resource, source?.path]);
}

function nameOf({ kind, namespace = "", name }: Cause["resource"]): string {
  return `${kind} ${namespace}/${name}`;
}
