import { vi } from "vitest";
import type { MeshReader } from "../../../src/mesh/objects.js";
import type * as Age from "../../../src/mesh/object-age.js";
import type * as Mtls from "../../../src/mesh/mtls.js";
import type * as Rules from "../../../src/simulate/client/choose-rule.js";
import type * as Deliveries from "../../../src/simulate/client/delivery.js";
import type * as Destinations from "../../../src/simulate/client/destinations.js";
import type * as Access from "../../../src/simulate/server/access.js";
import type * as Tokens from "../../../src/simulate/server/tokens.js";
import type { simulate } from "../../../src/simulate/simulate.js";

// Mistakes that a simulator could make, each in one module of the real one.

/** A mistake: what a module exports instead. */
export interface Mutant {
  name: string;
  load: () => Promise<typeof simulate>;
}

function mutate<Module extends object>(
  name: string,
  module: string,
  change: (original: Module) => Partial<Module>,
): Mutant {
  const path = `../../../src/${module}.js`;
  const load = async () => {
    vi.resetModules();
    vi.doMock(path, async (importOriginal) => {
      const original = (await importOriginal()) as Module;
      return { ...original, ...change(original) };
    });
    try {
      return (await import("../../../src/simulate/simulate.js")).simulate;
    } finally {
      vi.doUnmock(path);
    }
  };
  return { name, load };
}

/** What AuthorizationPolicies decide where there are those of one action alone. */
function withoutDenials(reader: MeshReader): MeshReader {
  const list: MeshReader["list"] = (kind) =>
    reader
      .list(kind)
      .filter(({ manifest }) => manifest.kind !== "AuthorizationPolicy" || manifest.spec.action !== "DENY");
  const changed: MeshReader = { ...reader, list, ask: (compute) => compute(changed) };
  return changed;
}

export const mutants: readonly Mutant[] = [
  mutate<typeof Age>("of two for one host the younger one counts", "mesh/object-age", ({ compareAge }) => ({
    compareAge: (a, b) => compareAge(b, a),
  })),
  mutate<typeof Access>("ALLOW goes before DENY", "simulate/server/access", ({ checkAccess }) => ({
    checkAccess: (reader, arrival) => {
      const found = checkAccess(reader, arrival);
      const allowed = checkAccess(withoutDenials(reader), arrival);
      const isAllowed = allowed.end === undefined && allowed.steps.length > 0;
      return found.end !== undefined && isAllowed ? allowed : found;
    },
  })),
  mutate<typeof Access>("what no rule of ALLOW matches passes", "simulate/server/access", ({ checkAccess }) => ({
    checkAccess: (reader, arrival) => {
      const found = checkAccess(reader, arrival);
      const isUnmatched = found.steps.some(({ source }) => source?.path.length === 1);
      return isUnmatched ? { steps: [] } : found;
    },
  })),
  mutate<typeof Deliveries>("without retries there are none", "simulate/client/delivery", ({ computeDelivery }) => ({
    computeDelivery: (rule, config) => {
      const { retries } = (rule ?? {}) as { retries?: object };
      return retries === undefined ? { ...computeDelivery(rule, config), attempts: 0 } : computeDelivery(rule, config);
    },
  })),
  mutate<typeof Deliveries>("timeouts do not count", "simulate/client/delivery", ({ computeDelivery }) => ({
    computeDelivery: (rule, config) => ({ ...computeDelivery(rule, config), timeout: undefined }),
  })),
  mutate<typeof Rules>("the last rule that matches counts", "simulate/client/choose-rule", ({ chooseRule }) => ({
    chooseRule: (entries, flow) => chooseRule(entries.toReversed(), flow),
  })),
  mutate<typeof Destinations>("destinations share alike", "simulate/client/destinations", (original) => ({
    routeToDestinations: (...args) => {
      const all = original.routeToDestinations(...args);
      return all.map((one) => ({ ...one, share: 1 / all.length }));
    },
  })),
  mutate<typeof Mtls>("PeerAuthentications of workloads do not count", "mesh/mtls", ({ createMtls }) => ({
    createMtls: (reader) => {
      const found = createMtls(reader);
      return { ...found, find: ({ namespace }, port) => found.find({ namespace }, port) };
    },
  })),
  mutate<typeof Tokens>("every token passes", "simulate/server/tokens", ({ checkToken }) => ({
    checkToken: (reader, arrival) => ({ ...checkToken(reader, arrival), end: undefined }),
  })),
];
