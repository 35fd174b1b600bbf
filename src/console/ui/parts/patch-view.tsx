import { memo } from "react";

/** A unified difference, coloured; what went and what came is said by sign as well. */
export const PatchView = memo(function PatchView({ patch, label }: { patch: string; label: string }) {
  const lines = patch.split("\n").filter((line) => !isHeader(line));
  if (lines.at(-1) === "") lines.pop();
  if (lines.length === 0) return <p className="quiet">No difference.</p>;
  return (
    <pre className="patch" tabIndex={0} role="region" aria-label={label}>
      {lines.map((line, index) => (
        <span key={index} className={classOf(line)}>
          {line === "" ? " " : line}
          {"\n"}
        </span>
      ))}
    </pre>
  );
});

function isHeader(line: string): boolean {
  return /^(--- |\+\+\+ |===|Index: |\\ )/.test(line);
}

function classOf(line: string): string {
  if (line.startsWith("+")) return "added";
  if (line.startsWith("-")) return "removed";
  return line.startsWith("@@") ? "hunk" : "";
}
