// Writes src/analysis/string-fields-data.ts from Kubernetes' OpenAPI document and the CRDs of Istio and the Gateway API: `npm run string-fields`,
// after one of their versions is raised in src/local/tools/go/tools/go.mod. Not in CI: it downloads from the Go module proxy.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { format } from "prettier";
import { parseAllDocuments } from "yaml";

const root = join(import.meta.dirname, "../../..");
const goMod = readFileSync(join(root, "src/local/tools/go/tools/go.mod"), "utf8");
const sources = ["k8s.io/kubernetes", "istio.io/istio", "sigs.k8s.io/gateway-api"].map(download);
const [kubernetes, istio, gatewayApi] = sources.map(({ folder }) => folder);

/** What nobody writes, and what `text/manifest-text.ts` looks at. */
const skipped = ["apiVersion", "kind", "status", "managedFields"];

const types = new Map();
const names = new Map();
const kinds = new Map();
readOpenApi(JSON.parse(readFileSync(join(kubernetes, "api/openapi-spec/swagger.json"), "utf8")).definitions);
readDefinitions(join(istio, "manifests/charts/base/files/crd-all.gen.yaml"));
const standard = join(gatewayApi, "config/crd/standard");
for (const file of readdirSync(standard).sort()) readDefinitions(join(standard, file));

/** As few lines as a person may still read. */
const longest = 400;
const print = (entries) => {
  const lines = [];
  for (const entry of [...entries].map(([name, text]) => `${name} ${text}`).sort()) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + entry.length < longest) lines[lines.length - 1] = `${last}; ${entry}`;
    else lines.push(entry);
  }
  return lines.map((line) => `${JSON.stringify(line)},\n`).join("");
};
const used = new Set();
for (const type of ["ObjectMeta", ...kinds.values()]) use(type);
const text = `// Made by \`npm run string-fields\` from ${sources.map(({ name, version }) => `${name} ${version}`).join(", ")}.

/** \`<apiVersion>/<Kind>\` and its type. */
export const kindTypes: readonly string[] = [
${print(kinds)}];

/** A type, and its fields that are strings or have strings in them: \`name:type\`, behind the type \`[]\` for a list, \`{}\` for a map. */
export const stringTypes: readonly string[] = [
${print([...types].filter(([name]) => used.has(name)))}];
`;
const target = join(root, "src/analysis/string-fields-data.ts");
writeFileSync(target, await format(text, { parser: "typescript", printWidth: 120 }));

function download(name) {
  const version = goMod.match(new RegExp(`^\\s*${name} (\\S+)`, "m"))[1];
  const folder = mkdtempSync(join(tmpdir(), "pulumi-istio-string-fields-"));
  try {
    const args = ["mod", "download", "-json", `${name}@${version}`];
    return { name, version, folder: JSON.parse(execFileSync("go", args, { cwd: folder, encoding: "utf8" })).Dir };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function readOpenApi(definitions) {
  const short = (reference) => reference.split(".").slice(-1)[0];
  // Of two types of one name, as two versions of an API have them, the later one has its version before the name.
  const chosen = new Map();
  for (const name of Object.keys(definitions)) {
    const taken = [...chosen.values()].includes(short(name));
    chosen.set(name, taken ? name.split(".").slice(-3).join(".") : short(name));
  }
  const resolve = (reference) => {
    const name = reference.replace("#/definitions/", "");
    return definitions[name].properties === undefined ? undefined : chosen.get(name);
  };
  for (const [name, definition] of Object.entries(definitions)) {
    if (definition.properties === undefined) continue;
    types.set(chosen.get(name), describe(definition, chosen.get(name), resolve));
    const [{ group, version, kind } = {}, ...more] = definition["x-kubernetes-group-version-kind"] ?? [];
    if (kind === undefined || more.length > 0 || definition.properties.metadata === undefined) continue;
    if (kind.endsWith("List") || !/^v\d+$/.test(version)) continue;
    kinds.set([group, version, kind].filter((part) => part !== "").join("/"), chosen.get(name));
  }
}

function readDefinitions(file) {
  for (const document of parseAllDocuments(readFileSync(file, "utf8"))) {
    const { kind, spec } = document.toJS() ?? {};
    if (kind !== "CustomResourceDefinition") continue;
    for (const { name, schema } of spec.versions) {
      const type = addType(schema.openAPIV3Schema, spec.names.kind);
      if (type !== undefined) kinds.set(`${spec.group}/${name}/${spec.names.kind}`, type);
    }
  }
}

/** Types without a name have that of where they stand; of those that say the same there is one. */
function addType(schema, where) {
  const fields = describe(schema, where, () => undefined);
  if (fields === "") return undefined;
  const known = names.get(fields);
  if (known !== undefined) return known;
  let name = where;
  for (let count = 2; types.has(name); count++) name = `${where}${count}`;
  types.set(name, fields);
  names.set(fields, name);
  return name;
}

function describe({ properties = {} }, where, resolve) {
  return Object.entries(properties)
    .filter(([name]) => !skipped.includes(name))
    .map(([name, schema]) => [name, findType(schema, `${where}.${name}`, resolve)])
    .filter(([, type]) => type !== undefined)
    .map(([name, type]) => `${name}:${type}`)
    .join(" ");
}

function findType(schema, where, resolve) {
  if (schema.$ref !== undefined) return resolve(schema.$ref);
  if (schema.type === "string") return isPlain(schema) ? "string" : undefined;
  if (schema.type === "array") return append(findType(schema.items ?? {}, where, resolve), "[]");
  if (schema.additionalProperties?.type !== undefined || schema.additionalProperties?.$ref !== undefined)
    return append(findType(schema.additionalProperties, where, resolve), "{}");
  return schema.properties === undefined ? undefined : addType(schema, where);
}

function append(type, suffix) {
  return type === undefined ? undefined : `${type}${suffix}`;
}

/** Whether a boolean or a number is right once it is in quotes: it is not for a duration, a date or a closed list. */
function isPlain({
  enum: choices,
  format: form = "byte",
  pattern,
  "x-kubernetes-validations": rules = [],
  "x-kubernetes-int-or-string": isEither,
}) {
  if (choices !== undefined || form !== "byte" || isEither === true) return false;
  if (rules.some(({ rule }) => /duration\(|url\(|isURL\(/i.test(rule))) return false;
  return pattern === undefined || ["true", "1"].some((word) => new RegExp(pattern, "u").test(word));
}

function use(type) {
  const base = type.replaceAll(/\[\]|\{\}/g, "");
  if (base === "string" || used.has(base)) return;
  used.add(base);
  for (const field of types
    .get(base)
    .split(" ")
    .filter((one) => one !== ""))
    use(field.slice(field.indexOf(":") + 1));
}
