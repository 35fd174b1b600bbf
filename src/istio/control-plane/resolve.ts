import { defaultRootNamespace } from "../../mesh/root-namespace.js";
import { resolveIstioVersion } from "../versions/versions.js";
import { Profile } from "./profiles.js";
import type { ControlPlaneSettings } from "./settings.js";

/** Where the official images are. */
const officialHub = "docker.io/istio";

/** The settings of a control plane with their defaults, so that whoever reads them knows none. */
export type ResolvedControlPlane = ControlPlaneSettings &
  Required<Pick<ControlPlaneSettings, "profile" | "version" | "namespace" | "hub" | "tag" | "untaintNodes" | "values">>;

/**
 * The same settings with the defaults of their docstrings. What a profile or a chart decides stays absent.
 * Hub and tag are always named: released charts name the same ones, but charts from source name a registry of test builds.
 */
export function resolveControlPlane<T extends ControlPlaneSettings>(settings: T): T & ResolvedControlPlane {
  const { profile = Profile.Default, namespace = defaultRootNamespace } = settings;
  const version = resolveIstioVersion(settings.version);
  const { hub = officialHub, tag = version, untaintNodes = false, values = {} } = settings;
  return { ...settings, profile, version, namespace, hub, tag, untaintNodes, values };
}
