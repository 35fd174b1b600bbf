import type { StatusReport } from "./report.js";

/** The report for programs, on one line. */
export function formatStatusJson(report: StatusReport): string {
  return JSON.stringify(report);
}
