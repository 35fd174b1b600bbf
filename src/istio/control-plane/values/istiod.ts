import { mergeValues, type Values } from "../../merge.js";
import { profiles } from "../profiles.js";
import type { ResolvedControlPlane } from "../resolve.js";
import type { Autoscaling, ControlPlaneSettings } from "../settings.js";
import type { ValuesStep } from "./step.js";

/**
 * Settings of istiod itself and of the sidecars it injects. They stand under `pilot`, since that is where profiles put theirs
 * and where the chart looks last: at the top level the profile would win over them.
 */
export const computeIstiodValues: ValuesStep = (chart, settings) => {
  if (chart !== "istiod") return {};
  const pilot = [
    { resources: settings.resources, env: settings.env },
    computeReplicas(settings),
    computeSampling(settings.tracing?.sampling),
    computeUntainting(settings),
  ].reduce<Values>(mergeValues, {});
  const proxy =
    settings.proxyResources === undefined ? {} : { global: { proxy: { resources: settings.proxyResources } } };
  return Object.keys(pilot).length === 0 ? proxy : { ...proxy, pilot };
};

function computeReplicas({ replicas, autoscaling }: ControlPlaneSettings): Values {
  if (replicas !== undefined) return { autoscaleEnabled: false, replicaCount: replicas };
  return autoscaling === undefined ? {} : computeAutoscaling(autoscaling);
}

function computeAutoscaling(autoscaling: Autoscaling): Values {
  const { enabled = true, minReplicas, maxReplicas, targetCPUUtilizationPercentage: target } = autoscaling;
  return {
    autoscaleEnabled: enabled,
    autoscaleMin: minReplicas,
    autoscaleMax: maxReplicas,
    cpu: target === undefined ? undefined : { targetAverageUtilization: target },
  };
}

// The chart takes 0 for "not set" and leaves istiod at its own 1 %, so zero must be said by the variable behind it.
function computeSampling(sampling: number | undefined): Values {
  if (sampling === undefined) return {};
  return sampling === 0 ? { traceSampling: 0, env: { PILOT_TRACE_SAMPLING: "0" } } : { traceSampling: sampling };
}

/** The CNI agent's namespace is named where it is not istiod's own, which is where istiod looks for it. */
function computeUntainting({ untaintNodes, profile }: ResolvedControlPlane): Values {
  if (!untaintNodes) return {};
  const { cniNamespace } = profiles[profile];
  return { taint: { enabled: true, ...(cniNamespace === undefined ? {} : { namespace: cniNamespace }) } };
}
