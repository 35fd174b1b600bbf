import type { ValuePath } from "../../findings/place.js";
import type { AnalyzedObject } from "../../mesh/objects.js";

/** A value of an object. */
export interface Source {
  object: AnalyzedObject;
  path: ValuePath;
}

/** One entry of a rule's matches. */
export interface RuleMatch {
  /** HTTPMatchRequest of Istio's API; gateways are `mesh`, or `namespace/name`. */
  value: Readonly<Record<string, any>>;
  source: Source;
}

/** A rule for HTTP requests, as istiod reads it, whichever API it is written in. */
export interface HttpRule {
  /** HTTPRoute of a VirtualService, without its matches; hosts of destinations are full. */
  value: Readonly<Record<string, any>>;
  /** Empty where it takes all requests. */
  matches: readonly RuleMatch[];
  source: Source;
  /** Where a field of it stands: after a merge some are the delegate's, some the root's. */
  find: (field: string) => Source;
  /** Whether it is a rule of the Gateway API, for which Istio takes some fields in another way. */
  isGatewayApi: boolean;
}

/** A rule with the one of its matches that is asked; without one it takes all requests. */
export interface RuleEntry {
  rule: HttpRule;
  match?: RuleMatch;
}

/** The rules in the order in which a proxy asks them, one entry a match. */
export function listEntries(rules: readonly HttpRule[]): RuleEntry[] {
  return rules.flatMap((rule): RuleEntry[] =>
    rule.matches.length === 0 ? [{ rule }] : rule.matches.map((match) => ({ rule, match })),
  );
}

/** As a step names it: `rule "testers" of VirtualService shop/reviews`, or `rule 2 of …` where it has no name. */
export function formatRule({ value, source: { object, path } }: HttpRule): string {
  const { kind, metadata } = object.manifest;
  const position = path.findLast((key) => typeof key === "number") ?? 0;
  const name = typeof value.name === "string" && value.name !== "" ? `"${value.name}"` : String(position + 1);
  return `rule ${name} of ${kind} ${object.namespace}/${metadata.name}`;
}
