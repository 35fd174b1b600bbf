import { profiles } from "../profiles.js";
import type { ValuesStep } from "./step.js";

/**
 * The profile's name where the charts know it, and its platform. Where the profile installs the cni chart, istiod is told to
 * rely on it instead of injecting privileged init containers, as istioctl does it.
 */
export const computeProfileValues: ValuesStep = (chart, { profile }) => {
  const { chartProfile, platform, components } = profiles[profile];
  return {
    ...(chartProfile === undefined ? {} : { profile: chartProfile }),
    ...(platform === undefined ? {} : { global: { platform } }),
    ...(chart === "istiod" && components.cni ? { pilot: { cni: { enabled: true } } } : {}),
  };
};
