import { isMap } from "../../text/is-map.js";
import { formatValue, toMap } from "../../text/read.js";
import { createStep, type Step } from "../answer.js";
import { formatObject } from "../format-object.js";
import type { DestinationPolicy } from "./destination-policy.js";

const names = {
  loadBalancer: "load balancing",
  connectionPool: "limits",
  outlierDetection: "outlier detection",
} as const;

/** How requests are spread over pods, how many at once, and which pods are left out after errors: as the DestinationRule says it. */
export function listTrafficSteps({ settings }: DestinationPolicy): Step[] {
  return (["loadBalancer", "connectionPool", "outlierDetection"] as const).flatMap((field) => {
    const found = settings[field];
    if (found === undefined) return [];
    const values = flatten(toMap(found.settings)).join(", ");
    const message = `${names[field]} of ${formatObject(found.object)}: ${values || "Istio's defaults"}`;
    return [createStep("traffic", message, found.object, found.path)];
  });
}

/** `tcp.maxConnections 100` for each value. */
function flatten(value: Readonly<Record<string, unknown>>, before = ""): string[] {
  return Object.entries(value).flatMap(([key, inner]) =>
    isMap(inner) ? flatten(inner, `${before}${key}.`) : [`${before}${key} ${formatValue(inner)}`],
  );
}
