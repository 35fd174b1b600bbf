import { describeUnknownKey } from "../../text/closest.js";
import { isMap } from "../../text/is-map.js";
import { compileRules, escapeProperty } from "./cel.js";
import { compileForms } from "./forms.js";
import type { StructuralSchema } from "./json-schema.js";
import { listRequirements, requireType } from "./scalars.js";
import { addProblem, addProblemBelow, describeValue, type Check, type Walk } from "./walk.js";

/**
 * Makes the check of a schema; of what a map holds when it is met for the first time, since few objects use all of a schema.
 * Not by ajv: DestinationRule's schema alone takes it 0.1 s, and unknown keys, defaults and rules need a walk of their own.
 *
 * @param isAsked whether a rule above sees the value, so that it must be given as rules see it
 */
export function compileSchema(schema: StructuralSchema, isAsked = false): Check {
  const rules = compileRules(schema);
  const isSeen = isAsked || rules.length > 0;
  const findType = requireType(schema);
  const requirements = listRequirements(schema);
  const checkInner = compileInner(schema, isSeen);
  const checkForms = compileForms(schema);
  const addDefaults = checkForms === undefined ? undefined : compileDefaults(schema);
  const isInteger = isSeen && schema.type === "integer";
  return (value, walk) => {
    if (value === null && schema.nullable === true) return null;
    const before = walk.found.items.length;
    const wrongType = findType(value);
    if (wrongType !== undefined) {
      addProblem(walk, describeValue(value, wrongType));
      return value;
    }
    for (const find of requirements) {
      const allowed = find(value);
      if (allowed !== undefined) addProblem(walk, describeValue(value, allowed));
    }
    const effective = isInteger ? BigInt(value as number) : checkInner === undefined ? value : checkInner(value, walk);
    checkForms?.(addDefaults === undefined ? value : addDefaults(value), walk);
    // As in the API server, rules count only for what has the form that they were written for.
    if (walk.found.items.length === before) for (const rule of rules) rule(effective, walk);
    return effective;
  };
}

/** A map as its forms see it; undefined where nothing has a default. */
function compileDefaults({ properties = {} }: StructuralSchema): ((value: unknown) => unknown) | undefined {
  const defaults = Object.entries(properties).flatMap(([key, one]) => (one.default === undefined ? [] : [[key, one.default] as const])); // prettier-ignore
  if (defaults.length === 0) return undefined;
  return (value) => {
    if (!isMap(value)) return value;
    const missing = defaults.filter(([key]) => value[key] === undefined || value[key] === null);
    return missing.length === 0 ? value : { ...value, ...Object.fromEntries(missing) };
  };
}

function compileInner(schema: StructuralSchema, isSeen: boolean): Check | undefined {
  if (schema.type === "array") return compileList(schema, isSeen);
  return schema.type === "object" ? compileMap(schema, isSeen) : undefined;
}

function compileLazily(schema: StructuralSchema, isSeen: boolean): Check {
  let check: Check | undefined;
  return (value, walk) => (check ??= compileSchema(schema, isSeen))(value, walk);
}

function compileList(schema: StructuralSchema, isSeen: boolean): Check {
  const { items, minItems = 0, maxItems = Infinity } = schema;
  const checkItem = items === undefined ? undefined : compileLazily(items, isSeen);
  const findDuplicate = compileUniqueness(schema);
  return (value, walk) => {
    const list = value as unknown[];
    const { path } = walk;
    if (list.length < minItems) addProblem(walk, `has ${list.length} entries; ${minItems} or more must be there`);
    if (list.length > maxItems) addProblem(walk, `has ${list.length} entries; ${maxItems} or fewer can be there`);
    let effective = list;
    if (checkItem !== undefined) {
      for (let index = 0; index < list.length; index++) {
        path.push(index);
        const inner = checkItem(list[index], walk);
        path.pop();
        if (inner === list[index]) continue;
        if (effective === list) effective = [...list];
        effective[index] = inner;
      }
    }
    const duplicate = findDuplicate?.(effective);
    if (duplicate !== undefined) addProblemBelow(walk, duplicate[0], `is a second one ${duplicate[1]}`);
    return effective;
  };
}

/** The entry that is in the list before, and by what it is told. */
function compileUniqueness(schema: StructuralSchema): ((list: unknown[]) => [number, string] | undefined) | undefined {
  const { "x-kubernetes-list-type": listType, "x-kubernetes-list-map-keys": keys = [], uniqueItems } = schema;
  if (listType !== "map" && listType !== "set" && uniqueItems !== true) return undefined;
  const print = (value: unknown) =>
    JSON.stringify(value, (_, one: unknown) => (typeof one === "bigint" ? `${one}` : one));
  return (list) => {
    const seen = new Set<string>();
    for (const [index, entry] of list.entries()) {
      const identity =
        listType === "map" && isMap(entry) ? keys.map((key) => print(entry[key] ?? null)) : [print(entry)];
      const key = identity.join();
      if (seen.has(key)) return [index, listType === "map" ? `of that ${keys.join(" and ")}` : "of that value"];
      seen.add(key);
    }
    return undefined;
  };
}

function compileMap(schema: StructuralSchema, isSeen: boolean): Check {
  const { properties = {}, additionalProperties, required = [], minProperties = 0, maxProperties = Infinity } = schema;
  const known = new Map(Object.entries(properties).map(([key, one]) => [key, compileProperty(key, one, isSeen)]));
  const defaults = Object.entries(properties).filter(([, one]) => one.default !== undefined);
  const other = isMap(additionalProperties) ? compileLazily(additionalProperties, isSeen) : undefined;
  const isOpen = additionalProperties === true || schema["x-kubernetes-preserve-unknown-fields"] === true;
  const isOtherNullable = isMap(additionalProperties) && additionalProperties.nullable === true;
  return (value, walk) => {
    const map = value as Record<string, unknown>;
    const copy = new Copy(map);
    let count = 0;
    for (const key in map) {
      const given = map[key];
      const property = known.get(key);
      if (property === undefined && other === undefined && !isOpen) reportUnknown(key, known, walk);
      // The API server drops what is null and must not be.
      const isNullable = property?.isNullable ?? (other === undefined ? isOpen : isOtherNullable);
      if (given === undefined || (given === null && !isNullable)) {
        copy.remove(key);
        continue;
      }
      count++;
      const check = property?.check ?? other;
      if (check === undefined) continue;
      walk.path.push(key);
      copy.set(key, property?.name ?? key, check(given, walk));
      walk.path.pop();
    }
    for (const [key, property] of defaults) if (!(key in map) || map[key] === null) addDefault(key, property.default);
    for (const key of required) if (!copy.has(known.get(key)?.name ?? key)) addMissing(key, walk);
    if (count < minProperties) addProblem(walk, `has ${count} keys; ${minProperties} or more must be there`);
    if (count > maxProperties) addProblem(walk, `has ${count} keys; ${maxProperties} or fewer can be there`);
    return copy.value;

    function addDefault(key: string, byDefault: unknown): void {
      const property = known.get(key);
      if (property?.isNullable === true && map[key] === null) return;
      copy.set(key, property?.name ?? key, property?.check(byDefault, walk));
    }
  };

  function addMissing(key: string, walk: Walk): void {
    const property = properties[key];
    const what = property === undefined ? undefined : requireType(property)(undefined);
    addProblemBelow(walk, key, describeValue(undefined, what ?? "it must be there"));
  }
}

/** A value of a map; its name is what rules call it. */
interface PropertyCheck {
  check: Check;
  name: string;
  isNullable: boolean;
}

function compileProperty(key: string, schema: StructuralSchema, isSeen: boolean): PropertyCheck {
  const name = isSeen ? escapeProperty(key) : key;
  return { check: compileLazily(schema, isSeen), name, isNullable: schema.nullable === true };
}

function reportUnknown(key: string, known: ReadonlyMap<string, unknown>, walk: Walk): void {
  const allowed = [...known.keys()];
  addProblemBelow(walk, key, describeUnknownKey(key, allowed));
}

/** A map that is copied only when something in it must change. */
class Copy {
  value: Record<string, unknown>;
  readonly original: Record<string, unknown>;

  constructor(original: Record<string, unknown>) {
    this.original = original;
    this.value = original;
  }

  has(key: string): boolean {
    return key in this.value;
  }

  set(key: string, name: string, value: unknown): void {
    if (key === name && this.value[key] === value && key in this.value) return;
    this.#change();
    if (key !== name) delete this.value[key];
    this.value[name] = value;
  }

  remove(key: string): void {
    this.#change();
    delete this.value[key];
  }

  #change(): void {
    if (this.value === this.original) this.value = { ...this.original };
  }
}
