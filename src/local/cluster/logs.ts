import { existsSync, readdirSync, readFileSync } from "node:fs";
import { clusterPaths, componentLog } from "./layout.js";
import { requireClusterName } from "./requirements.js";

/** How many last lines `mesh local logs COMPONENT` prints. */
const shownLines = 50;

/**
 * The paths of all logs of a cluster, or the path and the last lines of one component's.
 *
 * @throws where there is no such cluster or component, with those that there are
 */
export function readLogs(name: string, component?: string): string {
  requireClusterName(name);
  const paths = clusterPaths(name);
  if (!existsSync(paths.logs)) {
    throw new Error(`cluster ${name} has no logs; start it with: mesh local up --name ${name}`);
  }
  const components = readdirSync(paths.logs).map((file) => file.replace(/\.log$/, ""));
  if (component === undefined) return components.map((one) => componentLog(paths, one)).join("\n");
  if (!components.includes(component)) {
    throw new Error(`cluster ${name} has no component "${component}"; it has ${components.join(", ")}`);
  }
  const file = componentLog(paths, component);
  const lines = readFileSync(file, "utf8").trimEnd().split("\n").slice(-shownLines);
  return [file, ...lines].join("\n");
}
