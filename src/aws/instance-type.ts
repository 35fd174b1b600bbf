/** Processor architecture of nodes. */
export type Architecture = "x86_64" | "arm64";

/** The parts of an instance type's name, https://docs.aws.amazon.com/ec2/latest/instancetypes/instance-type-names.html */
export interface InstanceType {
  architecture: Architecture;
}

/** Reads `m7g.large`; undefined for what has not the form of an instance type. */
export function parseInstanceType(text: string): InstanceType | undefined {
  const match =
    /^([a-z]+(?:-\d+tb)?)(\d+)?([a-z]*(?:-[a-z0-9]+)?)\.(?:nano|micro|small|medium|(?:\d+)?x?large|metal(?:-\d+xl)?)$/.exec(
      text,
    );
  if (match === null) return undefined;
  const [, family = "", generation, attributes = ""] = match;
  if (generation === undefined && !family.endsWith("tb")) return undefined;
  // Graviton has a `g` behind the generation; `a1`, the first, is a family of its own.
  const isArm = (attributes.split("-")[0] ?? "").includes("g") || (family === "a" && generation === "1");
  return { architecture: isArm ? "arm64" : "x86_64" };
}
