import { format } from "prettier";
import * as library from "../../src/index.js";
import type { analyzeComponents } from "./analyze.js";

type Schema = ReturnType<typeof analyzeComponents>;
/** A property as Pulumi's schema has it. */
interface Property {
  type?: string;
  $ref?: string;
  items?: Property;
  additionalProperties?: Property;
  optional?: boolean;
}

/** Inputs of components that a stack's file has too. */
const roots = ["ChartSource", "MeshControlPlane", "MeshGateway", "GatewayApiSettings", "MeshNamespaceSettings"];

/** Inputs that a stack's file has not: its gateways follow its control plane. */
const omitted = ["MeshGateway.profile", "MeshGateway.revision"];

/** What TypeScript's types do not say. All other numbers are integers, and all other lists may be empty. */
const narrower: Readonly<Record<string, string>> = {
  "Tracing.sampling": "z.number()",
  "GatewayListener.hosts": "z.array(z.string()).min(1)",
  "GatewayListener.namespaces": "z.array(z.string()).min(1)",
};

/** Zod schemas of the components' inputs, as the text of a module. */
export function writeSettingsSchema({ typeDefinitions }: Schema): Promise<string> {
  const written = new Map<string, string>();

  function write(name: string): string {
    const { enum: choices, properties = {} } = typeDefinitions[name] ?? {};
    if (choices !== undefined) return `z.enum(${JSON.stringify(listChoices(name))})`;
    if (!written.has(name)) {
      const kept = Object.entries(properties).filter(([key]) => !omitted.includes(`${name}.${key}`));
      const fields = kept.map(([key, property]) => {
        const value = narrower[`${name}.${key}`] ?? describe(property);
        return `${key}: ${value}${property.optional === true ? ".optional()" : ""}`;
      });
      const prefix = roots.includes(name) ? "export " : "";
      written.set(name, `${prefix}const ${nameOf(name)} = z.strictObject({ ${fields.join(", ")} });`);
    }
    return nameOf(name);
  }

  function describe({ type, $ref, items, additionalProperties }: Property): string {
    if ($ref?.startsWith("#/types/") === true) return write($ref.split(":").at(-1) ?? "");
    if ($ref === "pulumi.json#/Any") return "z.any()";
    if (items !== undefined) return `z.array(${describe(items)})`;
    if (additionalProperties !== undefined) return `z.record(z.string(), ${describe(additionalProperties)})`;
    if (type === "number") return "z.int()";
    if (type === "string" || type === "boolean") return `z.${type}()`;
    throw new Error(`a stack's file cannot express ${JSON.stringify({ type, $ref })}`);
  }

  roots.forEach(write);
  const text = `// Made by \`npm run settings-schema\` from the inputs of the components, as Pulumi reads them.
import { z } from "zod";

${[...written.values()].join("\n")}
`;
  return format(text, { parser: "typescript", printWidth: 120 });
}

/** In the order of the source, which Pulumi's reading does not keep. */
function listChoices(name: string): string[] {
  return Object.values((library as Record<string, unknown>)[name] as Record<string, string>);
}

function nameOf(type: string): string {
  return type.charAt(0).toLowerCase() + type.slice(1);
}
