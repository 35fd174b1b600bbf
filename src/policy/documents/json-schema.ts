import { z } from "zod";
import { documentSchemas, documentTypes } from "./document.js";

/** The JSON Schema of policy documents, for editors and forms; Kubernetes objects may stand beside them. */
export function computeJsonSchema(): object {
  const kubernetes = z
    .looseObject({ apiVersion: z.string(), kind: z.string(), metadata: z.looseObject({ name: z.string() }) })
    .meta({ description: "A Kubernetes, Istio or Gateway API object as it is." });
  const document = z.union([...documentTypes.map((type) => documentSchemas[type]), kubernetes]);
  return { title: "Policy document of pulumi-istio", ...z.toJSONSchema(document, { io: "input" }) };
}
