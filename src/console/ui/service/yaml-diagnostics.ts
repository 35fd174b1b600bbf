import type { Diagnostic } from "@codemirror/lint";
import type { Text } from "@codemirror/state";
import type { Finding } from "../../../findings/finding.js";

/** Findings as the editor marks them: from the place on to the end of its line. */
export function toDiagnostics(findings: readonly Finding[], text: Text): Diagnostic[] {
  return findings.map(({ level, code, message, remedy, line = 1, column = 1 }) => {
    const { from, to } = text.line(Math.min(Math.max(line, 1), text.lines));
    const start = Math.min(from + column - 1, to);
    return {
      from: start,
      to,
      severity: level,
      source: code,
      message: remedy === undefined ? message : `${message}; ${remedy}`,
    };
  });
}
