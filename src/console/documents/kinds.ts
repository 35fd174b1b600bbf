import { z } from "zod";
import { kinds } from "../../policy/registry.js";
import type { KindInfo } from "../contract.js";

/** Every kind of policy, for forms. */
export function describeKinds(): KindInfo[] {
  return kinds.map(({ key, summary, source, documents, protocols, example, schema }) => ({
    key,
    summary,
    source,
    documents,
    protocols,
    example,
    schema: z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }),
  }));
}
