import { toMap, toMaps, toText, toTexts } from "../../text/read.js";
import { holdsAll, holdsAny, negate, type Truth } from "../truth.js";
import {
  findCondition,
  operationFields,
  sourceFields,
  type Attribute,
  type RuleSurroundings,
} from "./access-attributes.js";
import type { Arrival } from "./arrival.js";

/** A rule of an AuthorizationPolicy, and what it is judged by. */
interface Judged {
  arrival: Arrival;
  surroundings: RuleSurroundings;
  /** Whether it is of an ALLOW policy, which leaves out a rule that cannot be looked at as it is written. */
  isAllowing: boolean;
}

/** A part of a rule that istiod cannot make into configuration. */
const unusable = "unusable";

/** A field, and the one for all but its values. */
interface NamedAttribute {
  field: string;
  excluded: string;
  attribute: Attribute;
}

const [sources, operations] = [sourceFields, operationFields].map((fields) =>
  Object.entries(fields).map(([field, attribute]): NamedAttribute => {
    return { field, excluded: `not${(field[0] ?? "").toUpperCase()}${field.slice(1)}`, attribute };
  }),
) as [NamedAttribute[], NamedAttribute[]];

/**
 * Whether a rule is for what arrives. Of connections only some fields are known: a rule of ALLOW that has others never matches, and one of
 * DENY and CUSTOM goes by the rest of it.
 * Source: `New` and `Generate` in istio pilot/pkg/security/authz/model/model.go.
 */
export function matchesRule(rule: Readonly<Record<string, any>>, judged: Judged): Truth {
  const conditions = matchConditions(rule.when, judged);
  if (conditions === unusable) return false;
  const from = matchEntries(rule.from, "source", sources, judged);
  const to = matchEntries(rule.to, "operation", operations, judged);
  if (from === unusable || to === unusable) return false;
  return holdsAll([to, from, conditions]);
}

function matchConditions(when: unknown, judged: Judged): Truth | typeof unusable {
  const truths: Truth[] = [];
  for (const condition of toMaps(when)) {
    const attribute = findCondition(toText(condition.key));
    // Of whatever action, istiod leaves out a rule with a key that it does not know.
    if (attribute === undefined) return unusable;
    const truth = matchValues(attribute, toTexts(condition.values), toTexts(condition.notValues), judged);
    if (truth === unusable) return unusable;
    truths.push(truth);
  }
  return holdsAll(truths);
}

function matchEntries(
  entries: unknown,
  holder: "source" | "operation",
  fields: readonly NamedAttribute[],
  judged: Judged,
): Truth | typeof unusable {
  const list = toMaps(entries);
  if (list.length === 0) return true;
  const truths: Truth[] = [];
  for (const entry of list) {
    const given = toMap(entry[holder]);
    const ofFields: Truth[] = [];
    for (const { field, excluded, attribute } of fields) {
      if (given[field] === undefined && given[excluded] === undefined) continue;
      const truth = matchValues(attribute, toTexts(given[field]), toTexts(given[excluded]), judged);
      if (truth === unusable) return unusable;
      ofFields.push(truth);
    }
    truths.push(holdsAll(ofFields));
  }
  return holdsAny(truths);
}

/** Values that are left out leave a field that is for all. */
function matchValues(
  attribute: Attribute,
  values: readonly string[],
  notValues: readonly string[],
  judged: Judged,
): Truth | typeof unusable {
  const [wanted, unwanted] = [values, notValues].map((list) => matchList(attribute, list, judged));
  if (wanted === unusable || unwanted === unusable) return unusable;
  return holdsAll([wanted ?? true, unwanted === undefined ? true : negate(unwanted)]);
}

/** Undefined where no value of the list can be looked at. */
function matchList(
  { isHttpOnly, matches }: Attribute,
  values: readonly string[],
  { arrival, surroundings, isAllowing }: Judged,
): Truth | typeof unusable | undefined {
  const isSeen = arrival.isHttp || !isHttpOnly;
  const truths = values.map((value) => (isSeen ? matches(value, arrival, surroundings) : undefined));
  const known = truths.filter((truth) => truth !== undefined);
  if (isAllowing && known.length < truths.length) return unusable;
  return known.length === 0 ? undefined : holdsAny(known);
}
