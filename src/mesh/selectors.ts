import { formatValue, toMap, toMaps, toTexts } from "../text/read.js";

/** Labels, as they come: a value may be of any kind. */
export type Labels = Readonly<Record<string, unknown>>;

/** Whether the selector of a policy of Istio's chooses pods with these labels. An empty one chooses all. */
export function matchesPolicySelector(selector: Labels, labels: Labels): boolean {
  return Object.entries(selector).every(([key, value]) => labels[key] === value);
}

/** Whether the selector of a Service chooses pods with these labels. An empty one chooses none. */
export function matchesServiceSelector(selector: Labels, labels: Labels): boolean {
  return Object.keys(selector).length > 0 && matchesPolicySelector(selector, labels);
}

/** Whether a LabelSelector of Kubernetes chooses an object with these labels. An empty one chooses all, and a faulty one none. */
export function matchesLabelSelector(selector: unknown, labels: Labels): boolean {
  const { matchLabels, matchExpressions } = toMap(selector);
  return (
    matchesPolicySelector(toMap(matchLabels), labels) &&
    toMaps(matchExpressions).every((expression) => matchesExpression(expression, labels))
  );
}

function matchesExpression({ key, operator, values }: Record<string, unknown>, labels: Labels): boolean {
  const value = labels[formatValue(key)];
  const isListed = typeof value === "string" && toTexts(values).includes(value);
  switch (operator) {
    case "In":
      return isListed;
    case "NotIn":
      return !isListed;
    case "Exists":
      return value !== undefined;
    case "DoesNotExist":
      return value === undefined;
    default:
      return false;
  }
}

/** Each label as kubectl writes it, `app=web`. */
export function toPairs(labels: Labels): string[] {
  return Object.entries(toMap(labels)).map(([key, value]) => `${key}=${formatValue(value)}`);
}

/** Labels as kubectl writes them, `app=web,version=v1`, in the order of their keys. */
export function formatLabels(labels: Labels): string {
  return toPairs(labels).sort().join(",");
}
