import { isNode, isPair, isScalar, LineCounter, parseDocument, type Document, type Node } from "yaml";
import { createFinding, type Code } from "./codes.js";
import type { Finding } from "./finding.js";
import type { Place, ValuePath } from "./schema-problems.js";

/** A YAML text that knows where each of its values stands. */
export interface PlacedYaml {
  /** The value, or undefined where the text is not valid YAML. */
  value: unknown;
  /** What is wrong with the text as YAML. */
  findings: Finding[];
  /** Place of the key at a path; of the nearest one above it where the path is not in the text. */
  locate: (path: ValuePath) => Place;
}

/** Reads one YAML document, keeping positions. @param code of the findings */
export function parsePlacedYaml(text: string, file: string, code: Code): PlacedYaml {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const placeAt = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { file, line, column: col };
  };
  const findings = document.errors.map((error): Finding => {
    const message = `not valid YAML: ${error.message.split(" at line ")[0] ?? error.message}`;
    return { ...createFinding(code, message), ...placeAt(error.pos[0]) };
  });
  return {
    value: findings.length > 0 ? undefined : document.toJS(),
    findings,
    locate: (path) => {
      const offset = findOffset(document, path);
      return offset === undefined ? { file } : placeAt(offset);
    },
  };
}

function findOffset(document: Document, path: ValuePath): number | undefined {
  for (let length = path.length; length > 0; length--) {
    const found = findKeyNode(document, path.slice(0, length));
    if (found?.range) return found.range[0];
  }
  return document.contents?.range?.[0];
}

/** The key's own node rather than its value's: a value that is a map begins on the next line. */
function findKeyNode(document: Document, path: ValuePath): Node | undefined {
  const parent = document.getIn(path.slice(0, -1), true);
  const last = path.at(-1);
  if (!isNode(parent) || !("items" in parent)) return undefined;
  const items: unknown[] = parent.items;
  if (typeof last === "number") return isNode(items[last]) ? items[last] : undefined;
  const pair = items.filter((item) => isPair(item)).find(({ key }) => isScalar(key) && String(key.value) === last);
  return pair !== undefined && isNode(pair.key) ? pair.key : undefined;
}
