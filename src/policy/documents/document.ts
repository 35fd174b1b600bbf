import { z } from "zod";
import type { Salvaged } from "../../text/salvage.js";
import type { Place, ValuePath } from "../../findings/place.js";
import type { DocumentType } from "../kind.js";
import { podLabels } from "../service/pod-labels.js";
import { namespaceName, serviceName } from "../names.js";
import { kinds } from "../registry.js";

/** A policy document: what it is about, and a value for each kind it names. */
export interface PolicyDocument {
  type: DocumentType;
  /** Its first key's value: `shop/reviews`, `shop`, `my-mesh`. */
  id: string;
  /** Values by kind. */
  values: Readonly<Record<string, any>>;
  /** Labels of the service's pods. */
  selector?: Readonly<Record<string, string>>;
  /** Kinds that inner documents may only make tighter. */
  tightenOnly: readonly string[];
  locate: (path: ValuePath) => Place;
  /** What its schema refused, so that `values` is without it. @default nothing */
  lost?: Pick<Salvaged, "lost" | "trace">;
}

const identities = {
  service: serviceName.meta({ description: "The service, as `<namespace>/<name>`." }),
  namespace: namespaceName.meta({ description: "The namespace; its values are the defaults of its services." }),
  mesh: z.string().min(1).meta({ description: "Any name; its values are the defaults of every service." }),
} as const satisfies Record<DocumentType, z.ZodType>;

/** The types of documents. */
export const documentTypes = ["service", "namespace", "mesh"] as const satisfies readonly DocumentType[];

/** The schema of the documents of each type. */
export const documentSchemas: Readonly<Record<DocumentType, z.ZodObject>> = {
  service: z.strictObject({
    service: identities.service,
    selector: podLabels.optional().meta({
      description: "Labels of the service's pods; needed only where its Service is not among the stack's manifests.",
    }),
    ...pickKinds("service"),
  }),
  namespace: z.strictObject({
    namespace: identities.namespace,
    ...pickKinds("namespace"),
    ...pickTightenOnly("namespace"),
  }),
  mesh: z.strictObject({ mesh: identities.mesh, ...pickKinds("mesh"), ...pickTightenOnly("mesh") }),
};

function pickKinds(type: DocumentType): Record<string, z.ZodType> {
  const own = kinds.filter(({ documents }) => documents.includes(type));
  return Object.fromEntries(
    own.map(({ key, schema, summary }) => [key, (schema as z.ZodType).optional().meta({ description: summary })]),
  );
}

function pickTightenOnly(type: DocumentType): Record<string, z.ZodType> {
  const keys = kinds
    .filter((kind) => kind.documents.includes(type) && kind.isTighter !== undefined)
    .map(({ key }) => key);
  const description = "Kinds that documents inside of this one may only make tighter.";
  return { tightenOnly: z.array(z.enum(keys)).optional().meta({ description }) };
}
