import { codes, type Code } from "./codes.js";
import type { Finding, FindingResource, Level } from "./finding.js";
import type { Place, ValuePath } from "./place.js";

/** What is wrong with a value, before anybody knows where that stands. */
export interface Problem {
  code: Code;
  /** Of the value, in what was judged: an object, a document, settings. Empty for all of it. */
  path: ValuePath;
  /** What is wrong, what was given and what is allowed: a sentence, or what it says of its subject. */
  message: string;
  /** The exact one where it is known. @default - the code's */
  remedy?: string;
  /** @default - the code's */
  level?: Level;
  /** The value that the message is about, whose name is written in front of it. @default - the message is a whole sentence */
  subject?: ValuePath;
}

/** How a problem becomes a finding. */
export interface Placing {
  /** Where the value of a path stands. @default - in no file */
  locate?: (path: ValuePath) => Place;
  /** The object that it is about. */
  resource?: FindingResource;
}

/** A problem that is said in a whole sentence. */
export function createProblem(path: ValuePath, code: Code, message: string, remedy?: string): Problem {
  return { code, path, message, ...(remedy === undefined ? {} : { remedy }) };
}

/** A problem of one setting. @param message what is said behind its name: `is 0, but must be at least 1` */
export function createSettingProblem(path: ValuePath, code: Code, message: string, remedy?: string): Problem {
  return { ...createProblem(path, code, message, remedy), subject: path };
}

/** The same problems, of what is at that path in something larger. What they are about keeps its name. */
export function moveProblems(path: ValuePath, problems: readonly Problem[]): Problem[] {
  return problems.map((problem) => ({ ...problem, path: [...path, ...problem.path] }));
}

/** How serious a problem is. */
export function getLevel({ code, level = codes[code].level }: Problem): Level {
  return level;
}

/** A problem with its place: the only way to a finding. */
export function placeProblem(problem: Problem, { locate, resource }: Placing = {}): Finding {
  const { code, remedy = codes[code].remedy } = problem;
  const { path = problem.path, ...place } = locate?.(problem.path) ?? {};
  return {
    code,
    level: getLevel(problem),
    message: describeProblem(problem),
    remedy,
    ...(resource === undefined ? {} : { resource }),
    ...place,
    ...(path.length === 0 ? {} : { path }),
  };
}

/** Several of them. */
export function placeProblems(problems: readonly Problem[], placing: Placing = {}): Finding[] {
  return problems.map((problem) => placeProblem(problem, placing));
}

/** A finding about no value that has a path. `remedy` is the exact one where it is known, else the code's. */
export function createFinding(code: Code, message: string, remedy?: string): Finding {
  return placeProblem(createProblem([], code, message, remedy));
}

/** The whole sentence. */
export function describeProblem({ subject, message }: Problem): string {
  if (subject === undefined) return message;
  return `${subject.length === 0 ? "the object" : `\`${formatSetting(subject)}\``} ${message}`;
}

/** How a setting, or a value of an object, is named: `defaultConfig.tracing.customTags["a.b"][0]`. */
export function formatSetting(path: ValuePath): string {
  const text = path.map((key) => (typeof key === "number" ? `[${key}]` : formatKey(String(key)))).join("");
  return text.startsWith(".") ? text.slice(1) : text;
}

function formatKey(key: string): string {
  return /^[\w-]+$/.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`;
}
