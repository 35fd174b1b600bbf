import { createSettingProblem, type Problem } from "../../findings/problem.js";
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
export function findSettingsProblems(settings: ControlPlaneSettings): Problem[] {
  const { profile, imagePullPolicy, accessLog, revision } = settings;
  const controlPlane = resolveControlPlane(settings);
  const unknownProfile = findUnknownChoice(["profile"], profile, Object.values(Profile));
  return [
    ...unknownProfile,
    ...findUnknownChoice(["imagePullPolicy"], imagePullPolicy, Object.values(ImagePullPolicy)),
    ...findUnknownChoice(["accessLog", "encoding"], accessLog?.encoding, Object.values(AccessLogEncoding)),
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

function findSamplingProblems({ tracing }: ControlPlaneSettings): Problem[] {
  const sampling = tracing?.sampling;
  if (sampling === undefined || (sampling >= 0 && sampling <= 100)) return [];
  const message = `is ${sampling}, but must be a percentage, 0-100`;
  return [createSettingProblem(["tracing", "sampling"], "MESH0108", message)];
}

function findDoubleSettings(settings: ControlPlaneSettings): Problem[] {
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
    .map(([, setting, other]) =>
      createSettingProblem(setting.split("."), "MESH0109", `and \`${other}\` set the same field`),
    );
}

/** Istio 1.28's chart lets istiod untaint nodes and does not tell it to. */
function findUntaintingProblems({ untaintNodes, profile, version }: ResolvedControlPlane): Problem[] {
  if (!untaintNodes) return [];
  const create = (message: string) => createSettingProblem(["untaintNodes"], "MESH0420", message, remedy);
  const remedy = "leave it out, or choose an Istio from 1.29 on and a profile with the CNI agent, such as ambient";
  return [
    ...(profiles[profile].components.cni ? [] : [create(`is on, but profile "${profile}" has no CNI agent`)]),
    ...(version.startsWith("1.28.") ? [create(`is on, but Istio ${version} cannot do it`)] : []),
  ];
}

function findTracingProviderProblems(settings: ResolvedControlPlane): Problem[] {
  const provider = settings.tracing?.provider;
  if (provider === undefined) return [];
  const names = listExtensionProviders(settings);
  if (names.includes(provider)) return [];
  const known = names.length === 0 ? "none is defined" : `known are ${names.join(", ")}`;
  const message = `is "${provider}", which is not an extension provider; ${known}${formatClosest(provider, names)}`;
  return [createSettingProblem(["tracing", "provider"], "MESH0112", message)];
}
