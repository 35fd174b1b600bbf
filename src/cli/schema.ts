import { computeJsonSchema } from "../policy/json-schema.js";

/** `mesh schema`: the JSON Schema of policy documents on standard output. */
export function schema(): void {
  console.log(JSON.stringify(computeJsonSchema(), undefined, 2));
}
