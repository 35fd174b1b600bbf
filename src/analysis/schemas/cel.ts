import { isMap } from "../../text/is-map.js";
import { environment, translateRule } from "./cel-environment.js";
import type { StructuralSchema, ValidationRule } from "./json-schema.js";
import { addProblem, describeValue, type Walk } from "./walk.js";

/** Looks whether a value keeps to a rule. */
export type RuleCheck = (value: unknown, walk: Walk) => void;

type Program = (context: Record<string, unknown>) => unknown;

/** Rules of the same words are in a schema a hundred times. */
const programs = new Map<string, Program | Error>();

/** The checks of a schema's own rules. Rules on changes are left out: what was there before is not known. */
export function compileRules(schema: StructuralSchema): RuleCheck[] {
  const rules = schema["x-kubernetes-validations"] ?? [];
  return rules.filter(({ rule }) => !/\boldSelf\b/.test(rule)).flatMap(compileRule);
}

function compileRule(given: ValidationRule): RuleCheck[] {
  const program = compile(given.rule);
  const { message, messageExpression, fieldPath = "" } = given;
  const below = fieldPath.split(".").filter((key) => key !== "");
  if (program instanceof Error) return [];
  const check: RuleCheck = (value, walk) => {
    const context = { self: value };
    if (holds(program, context)) return;
    const said = messageExpression === undefined ? undefined : evaluateText(messageExpression, context);
    const wanted = said ?? message ?? `it breaks the rule ${given.rule}`;
    const isPlain = !isMap(value) && !Array.isArray(value);
    const shown = typeof value === "bigint" ? Number(value) : value;
    addProblem(walk, isPlain ? describeValue(shown, wanted) : `is not valid: ${wanted}`, below);
  };
  return [check];
}

/** A rule that fails is one that does not hold, as in the API server. */
function holds(program: Program, context: Record<string, unknown>): boolean {
  try {
    return program(context) === true;
  } catch {
    return false;
  }
}

function evaluateText(expression: string, context: Record<string, unknown>): string | undefined {
  const program = compile(expression);
  if (program instanceof Error) return undefined;
  try {
    const text = program(context);
    return typeof text === "string" ? text : undefined;
  } catch {
    return undefined;
  }
}

/** The program of a rule; an error where it cannot be read. */
function compile(rule: string): Program | Error {
  const known = programs.get(rule);
  if (known !== undefined) return known;
  const made = make(rule);
  programs.set(rule, made);
  return made;
}

function make(rule: string): Program | Error {
  try {
    const program = environment.parse(translateRule(rule));
    const { valid, error } = program.check();
    return valid ? program : (error ?? new Error("its types do not fit"));
  } catch (error) {
    return error as Error;
  }
}

/** Whether a text is an expression of the language, whatever it calls. */
export function isExpression(text: string): boolean {
  try {
    environment.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Rules of a schema, and of all inside it, that cannot be read, each once with the reason. */
export function findUnreadRules(schema: StructuralSchema): string[] {
  const { properties = {}, items, additionalProperties } = schema;
  const own = (schema["x-kubernetes-validations"] ?? []).flatMap(({ rule }) => {
    const program = /\boldSelf\b/.test(rule) ? undefined : compile(rule);
    return program instanceof Error ? [`${rule}: ${program.message.split("\n", 1)[0] ?? ""}`] : [];
  });
  const inner = [...Object.values(properties), items, additionalProperties].filter(isMap) as StructuralSchema[];
  return [...new Set([...own, ...inner.flatMap(findUnreadRules)])];
}

// Source: https://kubernetes.io/docs/reference/using-api/cel/, "Escaping".
const reserved = new Set(
  "true false null in as break const continue else for function if import let loop package namespace return var void while".split(
    " ",
  ),
);
const signs: readonly (readonly [string, string])[] = [
  ["__", "__underscores__"],
  [".", "__dot__"],
  ["-", "__dash__"],
  ["/", "__slash__"],
];

/** What rules call a property whose name is a word of their language, or has signs that no name has. */
export function escapeProperty(key: string): string {
  if (reserved.has(key)) return `__${key}__`;
  if (/^\w+$/.test(key) && !key.includes("__")) return key;
  return signs.reduce((name, [sign, word]) => name.replaceAll(sign, word), key);
}
