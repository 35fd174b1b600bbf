import { mergeValues, readValue, type Values } from "../../merge.js";
import { Profile } from "../profiles.js";
import type { ResolvedControlPlane } from "../resolve.js";
import type { AccessLog } from "../settings.js";
import type { ValuesStep } from "./step.js";

/** `meshConfig`, and what `accessLog` and `tracing.provider` mean there. */
export const computeMeshConfigValues: ValuesStep = (chart, settings) => {
  if (chart !== "istiod") return {};
  const { accessLog, tracing, meshConfig } = settings;
  const typed = [
    meshConfig ?? {},
    accessLog === undefined ? {} : computeAccessLog(accessLog),
    tracing?.provider === undefined ? {} : computeTracingProvider(tracing.provider, settings),
  ].reduce<Values>(mergeValues, {});
  return Object.keys(typed).length === 0 ? {} : { meshConfig: typed };
};

function computeAccessLog({ file = "/dev/stdout", encoding, format }: AccessLog): Values {
  return { accessLogFile: file, accessLogEncoding: encoding, accessLogFormat: format };
}

// The chart adds Prometheus as the default metrics provider only while nobody sets `defaultProviders`; setting the tracing
// provider alone would silently end the standard metrics.
function computeTracingProvider(provider: string, settings: ResolvedControlPlane): Values {
  const metrics = isTelemetryEnabled(settings) ? { metrics: ["prometheus"] } : {};
  return { defaultProviders: { ...metrics, tracing: [provider] } };
}

function isTelemetryEnabled({ profile, values }: ResolvedControlPlane): boolean {
  if (profile === Profile.Remote) return false;
  const switches = ["telemetry.enabled", "telemetry.v2.enabled", "telemetry.v2.prometheus.enabled"];
  return switches.every((path) => readValue(values.istiod, path) !== false);
}
