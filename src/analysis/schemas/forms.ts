import { isMap } from "../../text/is-map.js";
import type { StructuralSchema } from "./json-schema.js";
import { listRequirements, requireType } from "./scalars.js";
import { addProblem, formatWords, type Walk } from "./walk.js";

/** Whether a value has the form that a part of `allOf`, `anyOf`, `oneOf` or `not` asks for. */
type Predicate = (value: unknown) => boolean;

/** Reports where a value has not the form, or the one of several forms, that its schema asks for. */
export function compileForms(schema: StructuralSchema): ((value: unknown, walk: Walk) => void) | undefined {
  const { allOf = [], anyOf = [], oneOf = [], not } = schema;
  if (allOf.length + anyOf.length + oneOf.length === 0 && not === undefined) return undefined;
  const every = allOf.map((form) => ({ ...compileForm(form), fields: listFields(form) }));
  const some = anyOf.map(compilePredicate);
  const one = oneOf.map(compilePredicate);
  const denied = not === undefined ? undefined : compilePredicate(not);
  const [someFields, oneFields] = [anyOf.flatMap(listFields), oneOf.flatMap(listFields)];
  return (value, walk) => {
    for (const { matches, fields, members } of every) {
      if (!matches(value)) addProblem(walk, describe(value, fields, members));
    }
    if (some.length > 0 && !some.some((matches) => matches(value))) {
      addProblem(walk, describe(value, someFields, false));
    }
    if (one.length > 0 && one.filter((matches) => matches(value)).length !== 1) {
      addProblem(walk, describe(value, oneFields, true));
    }
    if (denied?.(value) === true) addProblem(walk, describe(value, not === undefined ? [] : listFields(not), true));
  };
}

function compileForm(form: StructuralSchema): { matches: Predicate; members: boolean } {
  return { matches: compilePredicate(form), members: form.oneOf !== undefined || form.not !== undefined };
}

/** These forms nearly always say which fields go together; the message names those, and which of them are there. */
function describe(value: unknown, all: readonly string[], isOneOnly: boolean): string {
  const fields = [...new Set(all)];
  if (fields.length < 2 || !isMap(value)) return "has none of the forms that its schema allows";
  const given = fields.filter((field) => isThere(value[field]));
  if (given.length === 0) return `has none of ${fields.join(", ")}; one of them must be set`;
  if (!isOneOnly || given.length === 1) return "has none of the forms that its schema allows";
  return `has ${formatWords(given)}; only one of ${fields.join(", ")} can be set`;
}

/** The API server drops what is null before it looks. */
function isThere(value: unknown): boolean {
  return value !== undefined && value !== null;
}

function listFields({ required = [], allOf = [], anyOf = [], oneOf = [], not }: StructuralSchema): string[] {
  const inner = [...allOf, ...anyOf, ...oneOf, ...(not === undefined ? [] : [not])].flatMap(listFields);
  return [...required, ...inner];
}

function compilePredicate(schema: StructuralSchema): Predicate {
  const { allOf = [], anyOf = [], oneOf = [], not, required = [], properties = {}, items } = schema;
  const [every, some, one] = [allOf.map(compilePredicate), anyOf.map(compilePredicate), oneOf.map(compilePredicate)];
  const denied = not === undefined ? undefined : compilePredicate(not);
  const requirements = [requireType(schema), ...listRequirements(schema)];
  const inner = Object.entries(properties).map(([key, property]) => [key, compilePredicate(property)] as const);
  const item = items === undefined ? undefined : compilePredicate(items);
  return (value) =>
    requirements.every((find) => find(value) === undefined) &&
    (!isMap(value) ||
      (required.every((key) => isThere(value[key])) &&
        inner.every(([key, matches]) => !isThere(value[key]) || matches(value[key])))) &&
    (item === undefined || !Array.isArray(value) || value.every(item)) &&
    every.every((matches) => matches(value)) &&
    (some.length === 0 || some.some((matches) => matches(value))) &&
    (one.length === 0 || one.filter((matches) => matches(value)).length === 1) &&
    denied?.(value) !== true;
}
