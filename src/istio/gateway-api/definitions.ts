import { createProblem, createSettingProblem, type Problem } from "../../findings/problem.js";
import { bundleChannel, bundleVersion, gatewayDefinition } from "../../mesh/gateway/gateway-api-release.js";
import type { Manifest } from "../../kubernetes/manifest.js";
import { findUnknownChoice } from "../choices.js";
import { GatewayApiChannel, GatewayApiMode, type GatewayApiSettings } from "./settings.js";
import { compareVersions, firstWithTcp, firstWritten } from "./version.js";
import type { GatewaySettings } from "../gateway/gateway-settings.js";
import { findGatewayApiVersion } from "../versions/versions.js";

const releases = "https://github.com/kubernetes-sigs/gateway-api/releases/download";

/** What is wrong with the settings alone. */
export function findGatewayApiProblems(
  { mode, channel, version, manifest }: GatewayApiSettings,
  istio: string,
): Problem[] {
  const wanted = findGatewayApiVersion(istio);
  const hasVersion = version === undefined || /^\d+\.\d+\.\d+$/.test(version);
  return [
    ...findUnknownChoice(["gatewayApi", "mode"], mode, Object.values(GatewayApiMode)),
    ...findUnknownChoice(["gatewayApi", "channel"], channel, Object.values(GatewayApiChannel)),
    ...(hasVersion
      ? []
      : [
          createSettingProblem(
            ["gatewayApi", "version"],
            "MESH0141",
            `is "${version}", which is no release`,
            "write it as in 1.6.0",
          ),
        ]),
    ...(manifest === ""
      ? [createSettingProblem(["gatewayApi", "manifest"], "MESH0141", "is empty", "name a URL, file or folder")]
      : []),
    ...(wanted === undefined && version === undefined && manifest === undefined
      ? [
          createProblem(
            ["gatewayApi"],
            "MESH0141",
            `which Gateway API Istio ${istio} needs is not known`,
            "set `gatewayApi.version`",
          ),
        ]
      : []),
    ...(hasVersion && version !== undefined ? findOldDefinitions(version, istio) : []),
  ];
}

/** Where the definitions come from. */
export function computeManifest(
  { manifest, version, channel = "standard" }: GatewayApiSettings,
  istio: string,
): string {
  return manifest ?? `${releases}/v${version ?? findGatewayApiVersion(istio) ?? ""}/${channel}-install.yaml`;
}

/**
 * What is wrong with the definitions of a manifest.
 * @param place of the manifest
 */
export function findDefinitionProblems(
  definitions: readonly Manifest[],
  { channel = "standard" }: GatewayApiSettings,
  { place, istio }: { place: string; istio: string },
): Problem[] {
  const gateways = definitions.find(({ metadata }) => metadata.name === gatewayDefinition);
  if (gateways === undefined) {
    const message = `${place} has no definition ${gatewayDefinition}`;
    return [createProblem([], "MESH0141", message)];
  }
  const { [bundleChannel]: given = "none", [bundleVersion]: version = "" } = gateways.metadata.annotations ?? {};
  if (given !== channel) {
    const message = `${place} has definitions of the channel ${given}, and \`gatewayApi.channel\` is ${channel}`;
    return [createProblem([], "MESH0141", message)];
  }
  return findOldDefinitions(version.replace(/^v/, ""), istio);
}

function findOldDefinitions(version: string, istio: string): Problem[] {
  const wanted = findGatewayApiVersion(istio);
  if (wanted === undefined || isReached(version, wanted)) return [];
  const message = `the Gateway API's definitions are of ${version}, and Istio ${istio} reads ${wanted}: it would silently ignore some of them`;
  return [createProblem(["gatewayApi"], "MESH0140", message, `install ${wanted} or later`)];
}

/**
 * What is wrong with the definitions that a cluster has, for a gateway with these listeners.
 * @param version of the Gateway API, as in `1.6.0`; undefined where there is none
 */
export function findClusterProblems(
  version: string | undefined,
  listeners: GatewaySettings["listeners"] = {},
): Problem[] {
  if (version === undefined) {
    const message = "the cluster has no definitions of the Gateway API, but a gateway needs them";
    return [createProblem(["gatewayApi"], "MESH0140", message, "add `gatewayApi` to the mesh, or install them")];
  }
  const hasTcp = Object.values(listeners).some(({ protocol }) => protocol === "TCP");
  const wanted = hasTcp ? firstWithTcp : firstWritten;
  if (isReached(version, wanted)) return [];
  const message = `the cluster has definitions of the Gateway API ${version}, and a gateway${hasTcp ? " with TCP" : ""} needs ${wanted}: istiod would silently ignore some of its routes`;
  return [
    createProblem(
      ["gatewayApi"],
      "MESH0140",
      message,
      `install ${wanted} or later, by \`gatewayApi\` with the mode "adopt" for example`,
    ),
  ];
}

function isReached(version: string, wanted: string): boolean {
  return compareVersions(minorOf(version), minorOf(wanted)) >= 0;
}

function minorOf(version: string): string {
  return version.split(".").slice(0, 2).join(".");
}

/** What keeps a stack from writing its definitions where the cluster has some, its `own` or those of somebody else. */
export function findTakeover(
  { mode = GatewayApiMode.Create, version, own }: { mode?: GatewayApiMode; version: string; own: boolean },
  there: { version: string },
): Problem | undefined {
  if (mode === GatewayApiMode.Create && !own) {
    const message = `the cluster has definitions of the Gateway API ${there.version} already, and mode "create" would take them over`;
    return createProblem(
      ["gatewayApi"],
      "MESH0142",
      message,
      'leave `gatewayApi` out to use them, or set its `mode` to "adopt"',
    );
  }
  if (compareVersions(version, there.version) >= 0) return undefined;
  const message = `the cluster has definitions of the Gateway API ${there.version}, and ${version} would take fields from them that others may use`;
  return createProblem(["gatewayApi"], "MESH0142", message, `set \`gatewayApi.version\` to ${there.version} or later`);
}
