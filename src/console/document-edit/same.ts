import { isMap } from "../../text/is-map.js";

/** Whether two values of YAML are the same; the order of a map's keys says nothing. */
export function isSame(one: unknown, other: unknown): boolean {
  if (Array.isArray(one) && Array.isArray(other)) {
    return one.length === other.length && one.every((item, index) => isSame(item, other[index]));
  }
  if (isMap(one) && isMap(other)) {
    const keys = Object.keys(one);
    return (
      keys.length === Object.keys(other).length && keys.every((key) => key in other && isSame(one[key], other[key]))
    );
  }
  return Object.is(one, other);
}

/** How many items two lists begin with in common. */
export function countSame(one: readonly unknown[], other: readonly unknown[]): number {
  const end = one.findIndex((item, index) => index >= other.length || !isSame(item, other[index]));
  return end === -1 ? one.length : end;
}
