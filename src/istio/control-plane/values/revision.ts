import type { ValuesStep } from "./step.js";

/**
 * The revision in istiod's names and in ztunnel's address of istiod. The base chart's own webhook, which validates objects
 * without a revision label, is pointed to it too: it would otherwise call a Service `istiod` that is not there, and, failing
 * closed, refuse every Istio object. The cni agent serves all revisions and belongs to none.
 */
export const computeRevisionValues: ValuesStep = (chart, { revision }) => {
  if (revision === undefined || chart === "cni") return {};
  return chart === "base" ? { defaultRevision: revision } : { revision };
};
