import { format } from "prettier";
import * as eks from "../../src/eks.js";
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
  plain?: boolean;
}
type Properties = Readonly<Record<string, Property>>;

/** Inputs of components that a stack's file has too. */
const roots = ["ChartSource", "MeshControlPlane", "MeshGateway", "GatewayApiSettings", "MeshNamespaceSettings"];

/** Inputs that a stack's file has not: its gateways and clusters follow its control plane. */
const omitted = ["MeshGateway.profile", "MeshGateway.revision", "EksCluster.istioVersion"];

/** What TypeScript's types do not say. All other numbers are integers, and all other lists may be empty. */
const narrower: Readonly<Record<string, string>> = {
  "Tracing.sampling": "z.number()",
  "GatewayListener.hosts": "z.array(z.string()).min(1)",
  "GatewayListener.namespaces": "z.array(z.string()).min(1)",
};

/** Zod schemas of the components' inputs, as the text of a module. */
export function writeSettingsSchema({ typeDefinitions }: Schema): Promise<string> {
  const writer = new Writer(typeDefinitions, () => false);
  for (const root of roots) writer.write(root);
  return formatModule(writer.list(roots));
}

/** The same of a cluster on EKS. What only `up` may tell in a program is of a form that is given: `known`. */
export function writeEksSchema({ typeDefinitions, components }: Schema): Promise<string> {
  const writer = new Writer(typeDefinitions, ({ type, plain }) => type === "string" && plain !== true);
  const fields = writer.writeFields("EksCluster", components.EksCluster?.inputs ?? {});
  const docstring =
    "/** The settings of a cluster. @param known the form of what only `up` may tell in a program: ids and ARNs */";
  const shape = `${docstring}\nexport const createEksShape = <T extends z.ZodType>(known: T) => (${fields});`;
  return formatModule([...writer.list([]), shape]);
}

function formatModule(statements: readonly string[]): Promise<string> {
  const text = `// Made by \`npm run settings-schema\` from the inputs of the components, as Pulumi reads them.
import { z } from "zod";

${statements.join("\n")}
`;
  return format(text, { parser: "typescript", printWidth: 120 });
}

/** Writes a constant for each type, and a function of `known` for one with values that only `up` may tell. */
class Writer {
  readonly #written = new Map<string, string>();
  readonly #types: Schema["typeDefinitions"];
  readonly #isKnown: (property: Property) => boolean;

  /** @param isKnown whether a value has the form that is given */
  constructor(types: Schema["typeDefinitions"], isKnown: (property: Property) => boolean) {
    this.#types = types;
    this.#isKnown = isKnown;
  }

  /** What stands for a type where it is used. */
  write(name: string): string {
    const { enum: choices, properties = {} } = this.#types[name] ?? {};
    if (choices !== undefined) return `z.enum(${JSON.stringify(listChoices(name))})`;
    if (!this.#written.has(name)) {
      const value = `z.strictObject(${this.writeFields(name, properties)})`;
      this.#written.set(name, isOfKnown(value) ? `<T extends z.ZodType>(known: T) => ${value}` : value);
    }
    return `${nameOf(name)}${this.#written.get(name)?.startsWith("<T") === true ? "(known)" : ""}`;
  }

  writeFields(name: string, properties: Properties): string {
    const kept = Object.entries(properties).filter(([key]) => !omitted.includes(`${name}.${key}`));
    const fields = kept.map(([key, property]) => {
      const value = narrower[`${name}.${key}`] ?? this.#describe(property);
      return `${key}: ${value}${property.optional === true ? ".optional()" : ""}`;
    });
    return `{ ${fields.join(", ")} }`;
  }

  /** All that was written, those that others need first. */
  list(exported: readonly string[]): string[] {
    return [...this.#written].map(
      ([name, value]) => `${exported.includes(name) ? "export " : ""}const ${nameOf(name)} = ${value};`,
    );
  }

  #describe(property: Property): string {
    const { type, $ref, items, additionalProperties } = property;
    if (this.#isKnown(property)) return "known";
    if ($ref?.startsWith("#/types/") === true) return this.write($ref.split(":").at(-1) ?? "");
    if ($ref === "pulumi.json#/Any") return "z.any()";
    if (items !== undefined) return `z.array(${this.#describe(items)})`;
    if (additionalProperties !== undefined) return `z.record(z.string(), ${this.#describe(additionalProperties)})`;
    if (type === "number") return "z.int()";
    if (type === "string" || type === "boolean") return `z.${type}()`;
    throw new Error(`a stack's file cannot express ${JSON.stringify({ type, $ref })}`);
  }
}

function isOfKnown(value: string): boolean {
  return /\bknown\b/.test(value);
}

/** In the order of the source, which Pulumi's reading does not keep. */
function listChoices(name: string): string[] {
  return Object.values(({ ...library, ...eks } as Record<string, unknown>)[name] as Record<string, string>);
}

function nameOf(type: string): string {
  return type.charAt(0).toLowerCase() + type.slice(1);
}
