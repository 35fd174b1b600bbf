import type { Context } from "../kind.js";
import type { Service } from "./service.js";

/**
 * By what the security objects of a service find its pods. Without labels they would be the whole namespace's, so none are
 * reported, with the kind that needs them; a declared Service without pods of its own, such as an ExternalName, inherits nothing.
 */
export function findSelector(
  key: string,
  { namespace, name, selector = {}, isDeclared }: Service,
  { given, report }: Pick<Context, "given" | "report">,
): { matchLabels: Readonly<Record<string, string>> } | undefined {
  if (Object.keys(selector).length > 0) return { matchLabels: selector };
  if (isDeclared && given.at(-1)?.type !== "service") return undefined;
  report([], "MESH0207", `${key} is for the pods of ${namespace}/${name}, whose labels are not known`);
  return undefined;
}
