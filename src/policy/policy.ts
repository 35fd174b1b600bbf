import type { z } from "zod";
import type { DocumentType } from "./kind.js";
import type { typedKinds } from "./registry.js";

type Kinds = (typeof typedKinds)[number];

/** The kinds that a document of that type may have. */
type ValuesOf<Type extends DocumentType> = {
  [K in Kinds as Type extends K["documents"][number] ? K["key"] : never]?: z.input<K["schema"]>;
};

/** What a service should do. */
export interface ServicePolicy extends ValuesOf<"service"> {
  /** `<namespace>/<name>` */
  service: string;
  /**
   * Labels of the service's pods.
   * @default - those that its Service selects
   */
  selector?: Record<string, string>;
}

/** The defaults of a namespace's services. */
export interface NamespacePolicy extends ValuesOf<"namespace"> {
  namespace: string;
  /**
   * Kinds that the namespace's services may only make tighter.
   * @default - none
   */
  tightenOnly?: (keyof ValuesOf<"namespace">)[];
}

/** The defaults of every service. */
export interface MeshPolicy extends ValuesOf<"mesh"> {
  /** Any name; there is one mesh. */
  mesh: string;
  /**
   * Kinds that namespaces and services may only make tighter.
   * @default - none
   */
  tightenOnly?: (keyof ValuesOf<"mesh">)[];
}

/** A policy document. */
export type Policy = ServicePolicy | NamespacePolicy | MeshPolicy;

/** A policy document in TypeScript, with the types of every kind; `TrafficPolicies` takes it among its `documents`. */
export function policy(document: ServicePolicy): ServicePolicy;
export function policy(document: NamespacePolicy): NamespacePolicy;
export function policy(document: MeshPolicy): MeshPolicy;
export function policy(document: Policy): Policy {
  return document;
}
