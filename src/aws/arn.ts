import { computePartition } from "./policies.js";
import type { ValuePath } from "../findings/place.js";
import { createSettingProblem, type Problem } from "../findings/problem.js";

/** What an ARN must be about. */
interface WantedArn {
  /** As in `an IAM role`. */
  what: string;
  service: string;
  /** What its last part must look like. */
  resource: RegExp;
  /** Where the cluster is; the ARN must be of the same partition of AWS, and, if it has a region, of that one. */
  region: string;
}

/** What is wrong with an ARN that is known. One that only `up` tells is not judged. */
export function findArnProblems(at: readonly string[], value: unknown, wanted: WantedArn): Problem[] {
  if (typeof value !== "string") return [];
  const { what, service, resource, region } = wanted;
  const create = (message: string) => [createSettingProblem(at, "MESH0436", `is "${value}", ${message}`)];
  const parts = /^arn:(aws[a-z-]*):([a-z0-9-]+):([a-z0-9-]*):(\d{12}|aws)?:(.+)$/.exec(value);
  if (parts?.[2] !== service || !resource.test(parts[5] ?? "")) {
    return create(`which is not an ARN of ${what}`);
  }
  const [, partition, , place = ""] = parts;
  const own = computePartition(region);
  if (partition !== own) return create(`which is of the partition ${partition ?? ""}, and ${region} is of ${own}`);
  return place === "" || place === region ? [] : create(`which is in ${place}, and the cluster in ${region}`);
}

/** What is wrong with the ARN of an IAM role. */
export function findRoleArnProblems(at: readonly string[], value: unknown, region: string): Problem[] {
  return findArnProblems(at, value, { what: "an IAM role", service: "iam", resource: /^role\/[\w+=,.@/-]+$/, region });
}

/** What is wrong with the ARN of an IAM policy. */
export function findPolicyArnProblems(at: readonly string[], value: unknown, region: string): Problem[] {
  const wanted = { what: "an IAM policy", service: "iam", resource: /^policy\/[\w+=,.@/-]+$/, region };
  return findArnProblems(at, value, wanted);
}

/** What is wrong with an id such as `vpc-0a1b2c3d`, where it is known. */
export function findIdProblems(at: ValuePath, value: unknown, prefix: string): Problem[] {
  if (typeof value !== "string" || new RegExp(`^${prefix}-[0-9a-z]+$`).test(value)) return [];
  return [
    createSettingProblem(at, "MESH0436", `is "${value}", but must begin with ${prefix}-`, "give AWS's id, not a name"),
  ];
}
