import { findClosest } from "../../text/closest.js";
import { isMap } from "../../text/is-map.js";
import { toMap, toText } from "../../text/read.js";
import type { PlacedYaml } from "../../text/yaml-places.js";
import { documentSchemas, documentTypes } from "./document.js";

/**
 * Groups whose files tools read themselves: no API server takes them, and they need no name. Those of Kubernetes' own programs and of
 * kustomize end with `config.k8s.io`.
 */
const toolGroups: ReadonlySet<string> = new Set([
  "audit.k8s.io",
  "client.authentication.k8s.io",
  "eksctl.io",
  "install.istio.io",
  "k3d.io",
  "kind.sigs.k8s.io",
  "kind.x-k8s.io",
  "kubeadm.k8s.io",
  "skaffold",
]);

/**
 * Which documents of a file are none of ours, by their numbers. Where no document of it is, all are: values of a chart, the configuration of
 * another tool. Beside documents of ours only what is known to be a tool's is left out, for there anything else is a mistake.
 */
export function findOthers(documents: readonly PlacedYaml[]): ReadonlySet<number> {
  const whose = documents.map(({ value, findings }) => (findings.length > 0 ? "ours" : judge(value)));
  const left = whose.includes("ours") ? ["tool"] : ["tool", "unknown"];
  return new Set(whose.flatMap((one, index) => (left.includes(one) ? [index] : [])));
}

/** Words without which a text holds neither objects nor policy documents. */
const words = new RegExp(`"(apiVersion|kind|metadata|${documentTypes.join("|")})"`);

/** Whether a file that is not valid YAML is somebody else's: JSON with comments, as editors and compilers are configured by. */
export function isOtherText(file: string, text: string): boolean {
  return file.endsWith(".json") && !words.test(text);
}

const objectKeys = ["apiVersion", "kind", "metadata", "spec"];

function judge(value: unknown): "ours" | "tool" | "unknown" {
  if (!isMap(value)) return "unknown";
  if (isToolFile(value)) return "tool";
  // A chart has an apiVersion alone.
  if (objectKeys.filter((key) => key in value).length > 1) return "ours";
  return isDocument(value) ? "ours" : "unknown";
}

function isToolFile({ apiVersion, kind, metadata }: Record<string, unknown>): boolean {
  if (typeof apiVersion !== "string" || typeof kind !== "string" || toText(toMap(metadata).name) !== "") return false;
  const [group = ""] = apiVersion.split("/", 1);
  const isKubeconfig = apiVersion === "v1" && kind === "Config";
  return isKubeconfig || toolGroups.has(group) || group.endsWith(".config.k8s.io");
}

/**
 * Whether a map is meant as a policy document. One of a chart's values is often called `service` or `namespace`, too, but what stands there is
 * a map, or none of the keys beside it is one of a document's.
 */
function isDocument(value: Record<string, unknown>): boolean {
  const keys = Object.keys(value);
  const own = documentTypes.find((one) => keys.includes(one));
  const identity = own ?? keys[0] ?? "";
  const type = own ?? documentTypes.find((one) => one === findClosest(identity, documentTypes));
  if (type === undefined || toText(value[identity]) === "") return false;
  const others = keys.filter((key) => key !== identity);
  const known = Object.keys(documentSchemas[type].shape);
  if (others.length > 1) return others.some((key) => known.includes(key));
  return others.every((key) => findClosest(key, known) !== undefined);
}
