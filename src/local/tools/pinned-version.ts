import { readFileSync } from "node:fs";
import { catalog, moduleOf, gatewayApiModule, istioModule, type GoModule, type ToolName } from "./catalog.js";
import { envoyRequirements, readGoMod } from "./sources.js";

/** The version that the provider reports, the SDK's of package.json: its Go module only has a commit. */
export const providerVersion = "4.25.0";

/** The version that Istio's binaries report: go.mod has a commit, eed52ebb66ad, which is the one of this release. */
const istioVersion = "1.31.0";

/** The version of a tool that go.mod or the wheel's requirement pins; of the language host, which is ours, "local". */
export function pinnedVersion(name: ToolName): string {
  const source = catalog[name];
  switch (source.from) {
    case "go":
      return readModuleVersion(readGoMod(moduleOf(source.build)), source.versionOf);
    case "istio-files":
      return readModuleVersion(readGoMod("tools"), istioModule);
    case "gateway-api-files":
      return readModuleVersion(readGoMod("tools"), gatewayApiModule);
    case "wheel":
      return readWheelVersion(readFileSync(envoyRequirements, "utf8"));
    case "script":
      return "local";
  }
}

/**
 * The version of a dependency in a go.mod, without the "v".
 *
 * @throws when the go.mod does not require it
 */
export function readModuleVersion(goMod: string, path: string): string {
  for (const line of goMod.split("\n")) {
    const [required, version] = line
      .replace(/^require /, "")
      .trim()
      .split(" ");
    if (required === path && version !== undefined) return version.replace(/^v/, "");
  }
  throw new Error(`go.mod requires no ${path}`);
}

/** go build's -ldflags: no symbols, and the versions that the binaries report. */
export function linkerFlags(module: GoModule): string {
  const values = Object.entries(reportedVersions(module)).map(([name, value]) => `-X ${name}=${value}`);
  return ["-s", "-w", ...values].join(" ");
}

function reportedVersions(module: GoModule): Record<string, string> {
  if (module !== "tools") return {};
  const goMod = readGoMod(module);
  const pulumi = readModuleVersion(goMod, "github.com/pulumi/pulumi/sdk/v3");
  const kubernetes = readModuleVersion(goMod, "k8s.io/kubernetes");
  const [major = "", minor = ""] = kubernetes.split(".");
  return {
    "github.com/pulumi/pulumi/sdk/v3/go/common/version.Version": `v${pulumi}`,
    "github.com/pulumi/pulumi-kubernetes/provider/v4/pkg/version.Version": providerVersion,
    "k8s.io/component-base/version.gitVersion": `v${kubernetes}`,
    "k8s.io/component-base/version.gitMajor": major,
    "k8s.io/component-base/version.gitMinor": minor,
    "istio.io/istio/pkg/version.buildVersion": istioVersion,
    "istio.io/istio/pkg/version.buildTag": istioVersion,
  };
}

function readWheelVersion(requirement: string): string {
  const version = /==(\S+)/.exec(requirement)?.[1];
  if (version === undefined) throw new Error(`no version in ${envoyRequirements}`);
  return version;
}
