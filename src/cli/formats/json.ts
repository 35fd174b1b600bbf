import type { Finding } from "../../findings/finding.js";
import { countLevels } from "./count.js";

/** `{"findings":[…],"counts":{"error":…,"warning":…,"info":…}}`; the keys of a finding are always in the same order. */
export function formatAsJson(findings: readonly Finding[]): string {
  return JSON.stringify({ findings: findings.map(order), counts: countLevels(findings) });
}

function order({ code, level, message, remedy, resource, ...place }: Finding): Finding {
  const { kind = "", namespace, name = "" } = resource ?? {};
  const ordered = resource === undefined ? undefined : { kind, namespace, name };
  const { file, document, line, column, path } = place;
  return { code, level, message, remedy, resource: ordered, file, document, line, column, path };
}
