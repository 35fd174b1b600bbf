import { formatClosest } from "./closest.js";
import { createFinding } from "./codes.js";
import { stackSchema, type StackConfig } from "./config-schema.js";
import type { Finding } from "./finding.js";
import { findChartSourceProblems } from "./istio/charts.js";
import { findInjectionProblems } from "./istio/injection.js";
import { findGatewayProblems } from "./istio/gateway-values.js";
import { findSettingsProblems } from "./istio/settings-problems.js";
import { defaultIstioVersion, findVersionErrors } from "./istio/versions.js";
import { findSchemaProblems, type Place, type ValuePath } from "./schema-problems.js";
import { parsePlacedYaml } from "./yaml-places.js";

/** The file that a stack's configuration stands in. */
export interface StackFile {
  text: string;
  file: string;
  /** Name of the Pulumi project, which the file's keys begin with. */
  project: string;
}

/**
 * All that is wrong with a stack's configuration: of its form, and, where that is right, of what the settings say together.
 * @param values the configuration by key, without the project's name
 */
export function findStackProblems(values: Record<string, unknown>, stackFile: StackFile): Finding[] {
  const locate = createLocate(stackFile);
  const ofForm = [
    ...findStrayKeys(stackFile),
    ...findSchemaProblems(stackSchema, values, { code: "MESH0121", locate }),
  ];
  return ofForm.length > 0 ? ofForm : findContradictions(stackSchema.parse(values), locate);
}

/** What Istio's version and that of the cluster say together: known only once the cluster has been asked. */
export function findPairProblems(
  { controlPlane }: StackConfig,
  kubernetes: string,
  locate: (path: ValuePath) => Place,
): Finding[] {
  const pair = { istio: controlPlane?.version ?? defaultIstioVersion, kubernetes };
  return findVersionErrors(pair).map((finding) => ({ ...finding, ...locate(["controlPlane", "version"]) }));
}

/** Where in the stack's file the value of a path of the configuration stands. */
export function createLocate({ text, file, project }: StackFile): (path: ValuePath) => Place {
  const yaml = parsePlacedYaml(text, file, "MESH0121");
  return ([key, ...rest]) => yaml.locate(["config", `${project}:${String(key)}`, ...rest]);
}

/** The values of a stack's file as the engine will give them, or what is wrong with the file as YAML. */
export function parseStackFile({ text, file, project }: StackFile): {
  values: Record<string, unknown>;
  findings: Finding[];
} {
  const { value, findings } = parsePlacedYaml(text, file, "MESH0121");
  const config = Object.entries((value as { config?: Record<string, unknown> } | undefined)?.config ?? {});
  const own = config.filter(([key]) => key.startsWith(`${project}:`));
  return {
    values: Object.fromEntries(own.map(([key, inner]) => [key.slice(project.length + 1), inner])),
    findings,
  };
}

/** Keys of other projects and providers are theirs; one that looks like ours and is not would be ignored without a word. */
function findStrayKeys({ text, file, project }: StackFile): Finding[] {
  const { value, locate } = parsePlacedYaml(text, file, "MESH0121");
  const keys = Object.keys((value as { config?: object } | undefined)?.config ?? {});
  return keys.flatMap((key) => {
    const [prefix = ""] = key.split(":");
    const slip = prefix === project ? "" : formatClosest(prefix, [project]);
    if (slip === "") return [];
    const message = `the key ${key} is of project "${prefix}"${slip}`;
    return [{ ...createFinding("MESH0121", message), ...locate(["config", key]) }];
  });
}

function findContradictions(config: StackConfig, locate: (path: ValuePath) => Place): Finding[] {
  const at = (path: ValuePath) => (finding: Finding) => ({ ...finding, ...locate(path) });
  return [
    ...findSettingsProblems(config.controlPlane ?? {}).map(at(["controlPlane"])),
    ...findVersionErrors({ istio: config.controlPlane?.version ?? defaultIstioVersion }).map(
      at(["controlPlane", "version"]),
    ),
    ...findChartSourceProblems(config.charts ?? {}).map(at(["charts"])),
    ...Object.entries(config.gateways ?? {}).flatMap(([name, gateway]) =>
      findGatewayProblems(gateway).map(at(["gateways", name])),
    ),
    ...Object.entries(config.namespaces ?? {}).flatMap(([name, { injection = "enabled", ...rest }]) =>
      findInjectionProblems({ injection, ...rest }).map(at(["namespaces", name])),
    ),
  ];
}
