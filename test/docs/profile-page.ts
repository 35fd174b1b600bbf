import { formatMarkdownTable } from "./markdown-table.js";
import { platformSettings, profileSettings } from "../../src/istio/control-plane/profile-settings.js";
import {
  profiles,
  type Profile,
  type ProfileComponents,
  type ProfileFacts,
} from "../../src/istio/control-plane/profiles.js";

const componentNames: Readonly<Record<keyof ProfileComponents, string>> = {
  base: "base",
  istiod: "istiod",
  cni: "cni",
  ztunnel: "ztunnel",
  ingressGateway: "ingress gateway",
  egressGateway: "egress gateway",
};
const components = Object.keys(componentNames) as (keyof ProfileComponents)[];

/** How the profiles differ, as two Markdown tables: the components that each installs, and the settings that each turns on. */
export function formatProfileTable(): string {
  const all = Object.entries(profiles) as [Profile, ProfileFacts][];
  const header = ["profile", ...components.map((name) => componentNames[name]), "charts' profile", "platform"];
  const installed = all.map(([profile, facts]) => [
    profile,
    ...components.map((name) => (facts.components[name] ? "yes" : "")),
    facts.chartProfile ?? "",
    facts.platform ?? "",
  ]);
  const settings = all.flatMap(([profile, facts]) => formatSettings(profile, facts));
  return [formatMarkdownTable(header, installed), formatMarkdownTable(["profile", "setting", "value"], settings)].join(
    "\n\n",
  );
}

/** docs/profiles.md. */
export function formatProfilePage(): string {
  const descriptions = Object.entries(profiles).map(([profile, facts]) => `- \`${profile}\`: ${facts.description}`);
  return [
    "# Profiles",
    "A profile is a set of components and of settings. Settings of your own win over it.",
    descriptions.join("\n"),
    "The first table lists what each profile installs, the second what it sets in the charts' values. A profile without a row in the second table changes no values. `components.*` names the namespace of a chart. `gateways.*` applies to the gateways of this package, since the gateway chart does not read it. Nothing reads `ztunnel.*`.",
    formatProfileTable(),
    "This page is made from `src/istio/control-plane/profiles.ts` and `src/istio/control-plane/profile-settings.ts`, which a test compares with Istio's own files.",
  ].join("\n\n");
}

function formatSettings(profile: Profile, facts: ProfileFacts): string[][] {
  const { chartProfile, platform, cniNamespace, ztunnelNamespace } = facts;
  const settings = {
    ...(chartProfile === undefined ? {} : profileSettings[chartProfile]),
    ...(platform === undefined ? {} : platformSettings[platform]),
  };
  const namespaces = { "components.cni.namespace": cniNamespace, "components.ztunnel.namespace": ztunnelNamespace };
  return [...Object.entries(namespaces), ...Object.entries(settings)]
    .filter(([, value]) => value !== undefined)
    .map(([setting, value]) => [profile, `\`${setting}\``, `\`${formatSetting(value)}\``]);
}

function formatSetting(value: unknown): string {
  if (!Array.isArray(value)) return String(value);
  // A list of named things says more by its names than by all of its fields.
  const names = value.map((item: { name?: string }) => item.name ?? JSON.stringify(item));
  return names.join(", ");
}
