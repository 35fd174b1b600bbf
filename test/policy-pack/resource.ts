import type { StackResource } from "../../src/policy-pack/stack-objects.js";
import { guardUnknown } from "./unknown.js";

/** How a resource differs from one of the usual type and provider. */
export interface ResourceChanges {
  type?: string;
  name?: string;
  /** The properties of its provider, and the provider's name. */
  provider?: Record<string, unknown>;
  providerName?: string;
}

/** A Kubernetes object as a resource, as policies are given it. */
export function makeResource(props: Record<string, unknown>, changes: ResourceChanges = {}): StackResource {
  const { apiVersion, kind, metadata } = props as { apiVersion: string; kind: string; metadata?: { name?: string } };
  const group = String(apiVersion).includes("/") ? apiVersion : `core/${apiVersion}`;
  const { type = `kubernetes:${group}:${kind}`, provider = {}, providerName = "cluster" } = changes;
  const providerType = "pulumi:providers:kubernetes";
  const urn = (ofType: string, name: string) => `urn:pulumi:test::shop::${ofType}::${name}`;
  return {
    type,
    urn: urn(type, changes.name ?? metadata?.name ?? "unnamed"),
    props: guardUnknown(props),
    provider: {
      type: providerType,
      name: providerName,
      urn: urn(providerType, providerName),
      props: guardUnknown(provider),
    },
  };
}
