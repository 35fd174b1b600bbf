import { defaultIstioVersion } from "../../versions/versions.js";
import type { ValuesStep } from "./step.js";

/** Namespace of the control plane where none is given. */
export const defaultNamespace = "istio-system";

/** Where the official images are. */
export const defaultHub = "docker.io/istio";

/**
 * Defaults of this package. Hub and tag are always named: released charts name the same ones, but charts from source name a
 * registry of test builds.
 */
export const computePackageValues: ValuesStep = (chart, settings) => ({
  global: {
    istioNamespace: settings.namespace ?? defaultNamespace,
    ...(chart === "base" ? {} : { hub: defaultHub, tag: settings.version ?? defaultIstioVersion }),
  },
});
