import { z } from "zod";
import { formatMarkdownTable } from "./markdown-table.js";
import type { PolicyKind } from "../../src/policy/kind.js";
import { kinds } from "../../src/policy/registry.js";
import { routeKinds } from "../../src/policy/routes/route-kinds.js";

interface Schema {
  type?: string;
  description?: string;
  enum?: unknown[];
  const?: unknown;
  anyOf?: Schema[];
  oneOf?: Schema[];
  items?: Schema;
  properties?: Record<string, Schema>;
  additionalProperties?: Schema | boolean;
  maxProperties?: number;
}

/** docs/policies.md: what each kind does, where it may be, its fields, and an example. */
export function formatPolicyPage(): string {
  return [
    "# Policies",
    "A policy document configures one service (`service: <namespace>/<name>`), or sets defaults for a namespace (`namespace: <name>`) or for the mesh (`mesh: <name>`). An inner value replaces an outer one as a whole. `tightenOnly` in a namespace or mesh document lists the kinds that inner documents may only make stricter. Field names, units and durations are Istio's.",
    "Kubernetes, Istio and Gateway API objects may be in the same files. They are read as kubectl reads them: `0644` is 420, `on` and `yes` are true. Documents are read as YAML 1.2, and such words without quotes are refused. In both, a boolean or number must be in quotes where a string is required, as in labels ([MESH0162](codes.md)). `mesh schema` prints the JSON Schema of the documents for editors.",
    ...kinds.map(formatKind),
    "This page is made from `src/policy/kinds`.",
  ].join("\n\n");
}

function formatKind(kind: PolicyKind): string {
  const { key, summary, source, documents, protocols, example, schema } = kind;
  const inRoutes = routeKinds.some((one) => one.key === key) ? ["single routes"] : [];
  const facts = [
    `In documents of: ${[...documents, ...inRoutes].join(", ")}.`,
    `For: ${protocols.join(", ")}.`,
    kind.isTighter === undefined ? "" : "May be `tightenOnly`.",
    `Source: ${source}.`,
  ];
  const fields = listFields(z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }) as Schema, "");
  return [
    `## ${key}`,
    summary,
    facts.filter((fact) => fact !== "").join(" "),
    ["```yaml", example.trimEnd(), "```"].join("\n"),
    ...(fields.length === 0 ? [] : [formatMarkdownTable(["field", "value", "meaning"], fields)]),
  ].join("\n\n");
}

/** A row for each named field, at any depth: `retries.attempts`, `routes[].match[].uri`, `ports.<key>`. */
function listFields(schema: Schema, path: string): string[][] {
  const members = schema.anyOf ?? schema.oneOf;
  // One of several names for one text, such as exact, prefix and regex, is said in the field's own row.
  if (schema.maxProperties === 1) return [];
  if (members !== undefined) return dropDoubles(members.flatMap((member) => listFields(member, path)));
  if (schema.items !== undefined) return listFields(schema.items, `${path}[]`);
  if (typeof schema.additionalProperties === "object") {
    return listFields(schema.additionalProperties, `${path}${path === "" ? "" : "."}<key>`);
  }
  return Object.entries(schema.properties ?? {}).flatMap(([key, inner]) => {
    const at = path === "" ? key : `${path}.${key}`;
    // A route kind within routes has a section of its own.
    const isKind = path.startsWith("[]") && routeKinds.some((kind) => kind.key === key);
    const row = [
      `\`${at}\``,
      describeValue(inner),
      isKind ? `see [${key}](#${key.toLowerCase()})` : (inner.description ?? ""),
    ];
    return [row, ...(isKind ? [] : listFields(inner, at))];
  });
}

function describeValue({
  maxProperties,
  properties = {},
  type,
  enum: choices,
  const: only,
  anyOf,
  oneOf,
  items,
  additionalProperties,
}: Schema): string {
  if (only !== undefined) return `\`${JSON.stringify(only)}\``;
  if (maxProperties === 1)
    return Object.keys(properties)
      .map((key) => `\`${key}\``)
      .join(" or ");
  if (choices !== undefined) return choices.map((choice) => `\`${String(choice)}\``).join(", ");
  const members = anyOf ?? oneOf;
  if (members !== undefined) return [...new Set(members.map(describeValue))].join(" or ");
  if (items !== undefined) return `list of ${describeValue(items)}`;
  if (typeof additionalProperties === "object") return `map to ${describeValue(additionalProperties)}`;
  return (
    { string: "string", integer: "integer", number: "number", boolean: "true or false", object: "map" }[type ?? ""] ??
    "any"
  );
}

function dropDoubles(rows: string[][]): string[][] {
  return [...new Map(rows.map((row) => [row[0], row])).values()];
}
