import { isAlias, isMap, isSeq, type Scalar } from "yaml";

type AddToMap = NonNullable<Scalar["addToJSMap"]>;
type Context = Parameters<AddToMap>[0];

/**
 * Adds what stands behind a merge key, `<<`, to a map, as Kubernetes reads it: it takes the place of keys above it, while `yaml` lets
 * every key of the map itself stay. Of a list of maps the first counts.
 */
export const mergeOver: AddToMap = (context, map, value) => {
  for (const node of isSeq(value) ? value.items.toReversed() : [value]) {
    for (const [key, inner] of Object.entries(readMap(node, context))) {
      // Set by assignment, a key named __proto__ would be none.
      Object.defineProperty(map, key, { value: inner, writable: true, enumerable: true, configurable: true });
    }
  }
};

function readMap(node: unknown, context: Context): object {
  const source = isAlias(node) && context !== undefined ? node.resolve(context.doc, context) : node;
  if (!isMap(source)) throw new Error("a merge key takes a map, or a list of maps");
  return source.toJSON(null, context) as object;
}
