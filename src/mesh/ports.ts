import { toMap, toMaps } from "../text/read.js";
import type { AnalyzedObject } from "./objects.js";
import type { PodTemplate } from "./pods.js";

/** A port's number, also where it is written as a text. */
export function toPort(value: unknown): number | undefined {
  if (typeof value !== "number" && !(typeof value === "string" && /^\d+$/.test(value))) return undefined;
  const number = Number(value);
  return Number.isInteger(number) && number > 0 ? number : undefined;
}

/** The number that a Service's port has on the pods; undefined where it goes by a name that no container's port has. */
export function findTargetPort(
  { targetPort, port }: Record<string, any>,
  { podSpec }: Pick<PodTemplate, "podSpec">,
): number | undefined {
  if (targetPort === undefined || targetPort === null || targetPort === 0 || targetPort === "") return toPort(port);
  const number = toPort(targetPort);
  if (number !== undefined) return number;
  const ports = toMaps(podSpec.containers).flatMap((container) => toMaps(container.ports));
  return ports.flatMap(({ name, containerPort }) => (name === targetPort ? (toPort(containerPort) ?? []) : []))[0];
}

/** Whether a Service stands only for what a document names: whose it is says its ports. */
export function isOfDocument({ manifest, isAssumed }: AnalyzedObject): boolean {
  return isAssumed && manifest.kind === "Service" && toMaps(toMap(manifest.spec).ports).length === 0;
}
