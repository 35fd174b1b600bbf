import type { EksInput } from "./eks-input.js";
import { createSettingProblem, type Problem } from "../findings/problem.js";

/** AWS takes 50 a resource. Names, this package and the controllers in the cluster add up to ten of their own to some of them. */
const mostTags = 40;

/** What is wrong with the tags: of all, and of the nodes of a class, which have both. */
export function findTagProblems({ tags = {}, autoMode = false, nodeClasses = {} }: EksInput): Problem[] {
  const ofClasses = Object.entries(nodeClasses).map(([name, { tags: own = {} }]) => ({
    at: ["nodeClasses", name, "tags"],
    own,
    all: { ...tags, ...own },
  }));
  return [{ at: ["tags"], own: tags, all: tags }, ...ofClasses].flatMap(({ at, own, all }) => [
    ...findTooMany(at, Object.keys(all).length),
    ...Object.entries(own).flatMap(([key, value]) => findOneTagProblems([...at, key], key, value)),
    ...(autoMode ? Object.keys(own).flatMap((key) => findAutoModeTagProblems([...at, key], key)) : []),
  ]);
}

function findTooMany(at: readonly string[], number: number): Problem[] {
  if (number <= mostTags) return [];
  const message = `has ${number} tags; AWS takes 50 a resource, and up to 10 come with what the cluster makes`;
  return [createSettingProblem(at, "MESH0419", message, `use at most ${mostTags}`)];
}

function findOneTagProblems(at: readonly string[], key: string, value: string): Problem[] {
  if (/^aws:/i.test(key)) return [createSettingProblem(at, "MESH0419", "begins with aws:, which AWS keeps for itself")];
  if (key.length > 128 || key === "")
    return [createSettingProblem(at, "MESH0419", `has a key of ${key.length} characters`)];
  if (value.length > 256) return [createSettingProblem(at, "MESH0419", `has ${value.length} characters`)];
  const isPlain = [key, value].every((text) => /^[\p{L}\p{Z}\p{N}_.:/=+@-]*$/u.test(text));
  return isPlain
    ? []
    : [createSettingProblem(at, "MESH0419", "has other characters than letters, digits, spaces and _.:/=+-@")];
}

/** Source: https://docs.aws.amazon.com/eks/latest/userguide/create-node-class.html, restricted tags; and the tags of Auto Mode's own. */
const keptTags = /^(?:eks:|kubernetes\.io\/cluster\/|karpenter\.sh\/|eks\.amazonaws\.com\/nodeclass$)/;

/** Auto Mode is told tags of load balancers and volumes as text, `key=value`. */
function findAutoModeTagProblems(at: readonly string[], key: string): Problem[] {
  const create = (message: string) => [createSettingProblem(at, "MESH0419", message, "choose another key")];
  if (keptTags.test(key)) return create("is a tag that Auto Mode keeps for itself");
  return key.includes("=") ? create("has = in its key, which Auto Mode cannot be told") : [];
}
