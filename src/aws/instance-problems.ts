import { formatClosest } from "../text/closest.js";
import { parseInstanceType, type InstanceType } from "./instance-type.js";
import { createSettingProblem, type Problem } from "../findings/problem.js";

/** EKS's limit of a group (API reference, CreateNodegroup). */
const mostTypes = 20;

/** Families that AWS has taken out of its offer, in whole or for all new customers; their names are still known. */
const retired = ["t1", "m1", "m2", "c1", "cc1", "cc2", "cg1", "cr1", "g2", "hi1", "hs1"];

/**
 * What is wrong with the instance types of a group. Whether a region has them only AWS can say.
 * @param known all that there are, where they are known
 */
export function findInstanceProblems(
  at: readonly string[],
  types: readonly string[] | undefined,
  known: readonly string[] | undefined,
): Problem[] {
  if (types === undefined) return [];
  if (types.length === 0) return [createSettingProblem(at, "MESH0411", "is empty")];
  const strange = types.flatMap((type) => {
    if (parseInstanceType(type) !== undefined) return [];
    return [
      createSettingProblem(
        at,
        "MESH0411",
        `has "${type}", which is not an instance type${formatClosest(type, known ?? [])}`,
      ),
    ];
  });
  const ofNumber =
    types.length > mostTypes
      ? [
          createSettingProblem(
            at,
            "MESH0411",
            `has ${types.length} types, but EKS takes ${mostTypes}`,
            "leave some out",
          ),
        ]
      : [];
  const doubled = [...new Set(types.filter((type, index) => types.indexOf(type) !== index))];
  return [
    ...strange,
    ...ofNumber,
    ...doubled.map((type) =>
      createSettingProblem(at, "MESH0411", `names ${type} more than once`, "name every type once"),
    ),
    ...(strange.length > 0 ? [] : [...findMixtures(at, types), ...findUnfit(at, types, known)]),
  ];
}

/** One image serves a whole group, so all of its types need the same one. */
function findMixtures(at: readonly string[], types: readonly string[]): Problem[] {
  const kinds: ((type: InstanceType) => string)[] = [
    ({ architecture }) => architecture,
    ({ accelerator = "neither GPUs of NVIDIA nor Neuron" }) => accelerator,
  ];
  return kinds.flatMap((read) => {
    const byKind = new Map<string, string[]>();
    for (const type of types) {
      const kind = read(parseInstanceType(type) ?? { family: "", size: "", architecture: "x86_64" });
      byKind.set(kind, [...(byKind.get(kind) ?? []), type]);
    }
    if (byKind.size < 2) return [];
    const parts = [...byKind].toSorted(([one], [other]) => (one < other ? -1 : 1));
    const mixed = parts.map(([kind, named]) => `${kind} (${named.join(", ")})`).join(" with ");
    return [createSettingProblem(at, "MESH0411", `mixes ${mixed}`)];
  });
}

function findUnfit(at: readonly string[], types: readonly string[], known: readonly string[] | undefined): Problem[] {
  return types.flatMap((type) => {
    const { family = "", size = "" } = parseInstanceType(type) ?? {};
    if (family.startsWith("mac")) {
      return [
        createSettingProblem(at, "MESH0411", `has ${type}, which runs macOS alone`, "name a type that runs Linux"),
      ];
    }
    const doubts = [
      ...(retired.includes(family) ? [`has ${type}, of a family that AWS has retired`] : []),
      ...(size === "nano" ? [`has ${type}, which has room for 4 pods: fewer than the add-ons alone are`] : []),
      ...(known === undefined || known.includes(type)
        ? []
        : [`has "${type}", which the installed @pulumi/aws does not know${formatClosest(type, known)}`]),
    ];
    return doubts.map((doubt) => createSettingProblem(at, "MESH0430", doubt));
  });
}
