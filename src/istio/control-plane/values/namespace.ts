import type { ValuesStep } from "./step.js";

/** The control plane's namespace. */
export const computeNamespaceValues: ValuesStep = (_, { namespace }) => ({ global: { istioNamespace: namespace } });
