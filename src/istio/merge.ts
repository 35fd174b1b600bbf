import { isMap } from "../text/is-map.js";

/** Helm values, or a part of them. */
export type Values = Record<string, any>;

/**
 * `over` laid on `base`: maps are merged key by key, everything else in `over` replaces what is in `base`, lists too
 * (as Helm does it); `undefined` in `over` leaves `base` as it is. Neither argument is changed.
 */
export function mergeValues(base: Values, over: Values): Values {
  const added = Object.entries(over)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]): [string, unknown] => {
      const before: unknown = Object.hasOwn(base, key) ? base[key] : undefined;
      return [key, isValues(value) ? mergeValues(isValues(before) ? before : {}, value) : value];
    });
  // fromEntries and not assignment, so that a key "__proto__" stays a plain key.
  return Object.fromEntries([...Object.entries(base), ...added]);
}

/** A map, not a list and not a single value. */
export function isValues(value: unknown): value is Values {
  return isMap(value);
}

/** The value at a path such as `global.proxy.resources`; undefined where a step is missing. Keys with dots cannot be reached. */
export function readValue(values: unknown, path: string): unknown {
  return path
    .split(".")
    .reduce<unknown>((part, key) => (isValues(part) && Object.hasOwn(part, key) ? part[key] : undefined), values);
}
