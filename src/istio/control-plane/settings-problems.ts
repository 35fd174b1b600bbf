import { createFinding } from "../../findings/codes.js";
import type { Finding } from "../../findings/finding.js";
import { findUnknownChoice } from "../choices.js";
import { formatClosest } from "../../text/closest.js";
import { listExtensionProviders } from "./extension-providers.js";
import { findMeshConfigProblems } from "../mesh-config/problems.js";
import { readValue } from "../merge.js";
import { findOverlayProblems } from "./overlay-problems.js";
import { Profile, profiles } from "./profiles.js";
import { resolveControlPlane, type ResolvedControlPlane } from "./resolve.js";
import { findRevisionProblems } from "./revision.js";
import { findScalingProblems } from "./scaling-problems.js";
import { AccessLogEncoding, ImagePullPolicy, type ControlPlaneSettings } from "./settings.js";

/** All that is wrong with the settings of a control plane, except its versions (`findVersionProblems`). */
export function findSettingsProblems(settings: ControlPlaneSettings): Finding[] {
  const { profile, imagePullPolicy, accessLog, revision } = settings;
  const controlPlane = resolveControlPlane(settings);
  const unknownProfile = findUnknownChoice("profile", profile, Object.values(Profile));
  return [
    ...unknownProfile,
    ...findUnknownChoice("imagePullPolicy", imagePullPolicy, Object.values(ImagePullPolicy)),
    ...findUnknownChoice("accessLog.encoding", accessLog?.encoding, Object.values(AccessLogEncoding)),
    ...(revision === undefined ? [] : findRevisionProblems(revision)),
    ...findScalingProblems(settings),
    ...findSamplingProblems(settings),
    ...findDoubleSettings(settings),
    ...findMeshConfigProblems(controlPlane),
    // Which charts and tracing providers there are is only known for a known profile.
    ...(unknownProfile.length > 0
      ? []
      : [
          ...findTracingProviderProblems(controlPlane),
          ...findOverlayProblems(controlPlane),
          ...findUntaintingProblems(controlPlane),
        ]),
  ];
}

function findSamplingProblems({ tracing }: ControlPlaneSettings): Finding[] {
  const sampling = tracing?.sampling;
  if (sampling === undefined || (sampling >= 0 && sampling <= 100)) return [];
  return [createFinding("MESH0108", `\`tracing.sampling\` is ${sampling}, but must be a percentage, 0-100`)];
}

function findDoubleSettings(settings: ControlPlaneSettings): Finding[] {
  const { accessLog, tracing } = settings;
  const pairs: readonly (readonly [given: boolean, setting: string, other: string])[] = [
    [accessLog !== undefined, "accessLog", "meshConfig.accessLogFile"],
    [accessLog?.encoding !== undefined, "accessLog.encoding", "meshConfig.accessLogEncoding"],
    [accessLog?.format !== undefined, "accessLog.format", "meshConfig.accessLogFormat"],
    [tracing?.sampling !== undefined, "tracing.sampling", "meshConfig.defaultConfig.tracing.sampling"],
    [tracing?.sampling !== undefined, "tracing.sampling", "env.PILOT_TRACE_SAMPLING"],
    [tracing?.provider !== undefined, "tracing.provider", "meshConfig.defaultProviders.tracing"],
    [settings.untaintNodes !== undefined, "untaintNodes", "env.PILOT_ENABLE_NODE_UNTAINT_CONTROLLERS"],
  ];
  return pairs
    .filter(([given, , other]) => given && readValue(settings, other) !== undefined)
    .map(([, setting, other]) => createFinding("MESH0109", `\`${setting}\` and \`${other}\` set the same field`));
}

/** Istio 1.28's chart lets istiod untaint nodes and does not tell it to. */
function findUntaintingProblems({ untaintNodes, profile, version }: ResolvedControlPlane): Finding[] {
  if (!untaintNodes) return [];
  const remedy = "leave it out, or choose an Istio from 1.29 on and a profile with the CNI agent, such as ambient";
  return [
    ...(profiles[profile].components.cni
      ? []
      : [createFinding("MESH0420", `\`untaintNodes\` is on, but profile "${profile}" has no CNI agent`, remedy)]),
    ...(version.startsWith("1.28.")
      ? [createFinding("MESH0420", `\`untaintNodes\` is on, but Istio ${version} cannot do it`, remedy)]
      : []),
  ];
}

function findTracingProviderProblems(settings: ResolvedControlPlane): Finding[] {
  const provider = settings.tracing?.provider;
  if (provider === undefined) return [];
  const names = listExtensionProviders(settings);
  if (names.includes(provider)) return [];
  const known = names.length === 0 ? "none is defined" : `known are ${names.join(", ")}`;
  const message = `\`tracing.provider\` is "${provider}", which is not an extension provider; ${known}`;
  return [createFinding("MESH0112", `${message}${formatClosest(provider, names)}`)];
}
