/** Processor architecture of nodes. */
export type Architecture = "x86_64" | "arm64";

/** What a node's image must bring drivers for. */
export type Accelerator = "nvidia" | "neuron";

/** The parts of an instance type's name, https://docs.aws.amazon.com/ec2/latest/instancetypes/instance-type-names.html */
export interface InstanceType {
  /** As in `m7g`. */
  family: string;
  /** As in `large`. */
  size: string;
  architecture: Architecture;
  /** Absent = none that EKS has an image for. */
  accelerator?: Accelerator;
}

/** Reads `m7g.large`; undefined for what has not the form of an instance type. */
export function parseInstanceType(text: string): InstanceType | undefined {
  const match =
    /^([a-z]+(?:-\d+tb)?)(\d+)?([a-z]*(?:-[a-z0-9]+)?)\.((?:nano|micro|small|medium|(?:\d+)?x?large|metal(?:-\d+xl)?))$/.exec(
      text,
    );
  if (match === null) return undefined;
  const [, series = "", generation, attributes = "", size = ""] = match;
  if (generation === undefined && !series.endsWith("tb")) return undefined;
  const [letters = "", variant = ""] = attributes.split("-");
  // Graviton has a `g` behind the generation; `a1`, the first, is a family of its own. Superchips of NVIDIA (`p6e-gb200`) are Arm too.
  const isArm = letters.includes("g") || /^g[bh]\d/.test(variant) || (series === "a" && generation === "1");
  const accelerator = findAccelerator(series, letters);
  return {
    family: `${series}${generation ?? ""}${attributes}`,
    size,
    architecture: isArm ? "arm64" : "x86_64",
    ...(accelerator === undefined ? {} : { accelerator }),
  };
}

/** The GPUs of `g4ad` are of AMD, for which EKS has no image of its own. */
function findAccelerator(series: string, letters: string): Accelerator | undefined {
  if (["inf", "trn"].includes(series)) return "neuron";
  return ["p", "g", "gr"].includes(series) && letters !== "ad" ? "nvidia" : undefined;
}
