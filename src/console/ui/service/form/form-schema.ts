import type { RJSFSchema } from "@rjsf/utils";

/** A JSON Schema as zod writes it, as far as forms look at it. */
export type Schema = RJSFSchema;

/**
 * A kind's schema for the form's library. Defaults become a note: here they say what holds without a value, and the library would
 * write them into the document. Texts of several formats become one text, and the members of a choice get names.
 */
export function toFormSchema(schema: Schema): Schema {
  const { default: preset, anyOf, properties, items, additionalProperties, ...rest } = schema;
  const members = anyOf?.filter(isSchema).map(toFormSchema);
  return {
    ...rest,
    ...(preset === undefined ? {} : { [defaultNote]: preset }),
    ...(members === undefined ? {} : chooseMembers(members)),
    ...(properties === undefined ? {} : { properties: mapValues(properties) }),
    ...(isSchema(items) ? { items: toFormSchema(items) } : {}),
    ...(isSchema(additionalProperties)
      ? { additionalProperties: toFormSchema(additionalProperties) }
      : additionalProperties === undefined
        ? {}
        : { additionalProperties }),
  };
}

/** Where the default of a field is kept: the form's library knows no such key. */
export const defaultNote = "x-default";

function chooseMembers(members: Schema[]): Schema {
  if (members.every(({ type, enum: values, const: only }) => type === "string" && !values && only === undefined)) {
    return { type: "string", examples: members.flatMap(({ examples = [] }) => examples) };
  }
  return { anyOf: members.map((member) => ({ ...member, title: member.title ?? nameMember(member) })) };
}

/** A text as it is, and anything else as JSON. */
export function formatConstant(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** What a member of a choice is called in the form. */
function nameMember({ const: only, enum: values, type, properties = {}, format }: Schema): string {
  if (only !== undefined) return only === false ? "no" : formatConstant(only);
  if (values !== undefined) return values.map(String).join(" or ");
  const names = Object.keys(properties);
  if (type === "object") return names.length === 0 ? "a map" : `settings: ${names.slice(0, 3).join(", ")}…`;
  if (type === "array") return "a list";
  return format ?? (type === "string" ? "name" : String(type));
}

function mapValues(properties: NonNullable<Schema["properties"]>): Schema["properties"] {
  return Object.fromEntries(
    Object.entries(properties).map(([key, inner]) => [key, isSchema(inner) ? toFormSchema(inner) : inner]),
  );
}

function isSchema(value: unknown): value is Schema {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Whether it is one of several names for one text: exact, prefix or regex. */
export function isNamedText({ type, maxProperties, properties = {} }: Schema): boolean {
  const texts = Object.values(properties).every((inner) => isSchema(inner) && inner.type === "string");
  return type === "object" && maxProperties === 1 && texts && Object.keys(properties).length > 0;
}
