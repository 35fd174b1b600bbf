import { createContext, useContext } from "react";
import type { ClusterStatus } from "../../contract.js";

/** How many problems the cluster has with each service, by `namespace/name`. */
export const RunningProblems = createContext<ReadonlyMap<string, number>>(new Map());

/** How many problems the cluster has with a service, as far as it was asked. */
export function useRunningProblems(id: string): number {
  return useContext(RunningProblems).get(id) ?? 0;
}

export function countByService(status: ClusterStatus | undefined): ReadonlyMap<string, number> {
  const services = status !== undefined && "report" in status ? status.report.services : [];
  return new Map(services.map(({ namespace, name, problems }) => [`${namespace}/${name}`, problems]));
}
