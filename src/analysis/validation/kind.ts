import type { Field } from "./field.js";

/** What is checked of one object. */
export interface WebhookObject {
  spec: Field;
  metadata: Field;
  namespace: string;
}

/** What istiod's webhook looks at in objects of one kind, as far as their schema does not say it. */
export type CheckKind = (object: WebhookObject) => void;
