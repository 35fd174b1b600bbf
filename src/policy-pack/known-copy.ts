/**
 * A plain copy of a resource's properties. In place of each value that a preview does not know yet it has nothing, and whoever
 * asks for it there is told of.
 *
 * @param properties as policies are given them: reading an unknown value throws
 */
export function copyKnown<T extends object>(properties: T, onUnknown: () => void): T {
  const copy = Array.isArray(properties) ? [] : {};
  for (const key of Object.keys(properties)) {
    const value = read(properties as Record<string, unknown>, key);
    if (value === unknown) {
      Object.defineProperty(copy, key, { enumerable: true, get: onUnknown });
      continue;
    }
    const isInner = typeof value === "object" && value !== null;
    Object.defineProperty(copy, key, {
      enumerable: true,
      configurable: true,
      writable: true,
      value: isInner ? copyKnown(value, onUnknown) : value,
    });
  }
  return copy as T;
}

const unknown = Symbol("unknown");

function read(properties: Readonly<Record<string, unknown>>, key: string): unknown {
  try {
    return properties[key];
  } catch (error) {
    // UnknownValueError of @pulumi/policy, whichever copy of it the pack has; its type is not public.
    if (error instanceof Error && "unknownTypeSentinel" in error) return unknown;
    throw error;
  }
}
