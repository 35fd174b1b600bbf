import type { Values } from "../../merge.js";
import type { MultiCluster } from "../settings.js";
import type { ValuesStep } from "./step.js";

/** Where the cluster stands among others; of ztunnel the same things are at the top level. */
export const computeMultiClusterValues: ValuesStep = (chart, { multiCluster }) => {
  if (multiCluster === undefined) return {};
  if (chart === "istiod") return { global: computeGlobal(multiCluster) };
  if (chart !== "ztunnel") return {};
  const { network, clusterName } = multiCluster;
  return { network, ...(clusterName === undefined ? {} : { multiCluster: { clusterName } }) };
};

function computeGlobal({ meshID, network, clusterName }: MultiCluster): Values {
  return { meshID, network, ...(clusterName === undefined ? {} : { multiCluster: { clusterName } }) };
}
