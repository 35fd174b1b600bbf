// Writes src/istio/versions/field-versions-data.ts from the CustomResourceDefinitions of istio.io/api and of the Gateway API:
// `npm run field-versions`, after a version is added here. Not in CI: it downloads from the Go module proxy.
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { format } from "prettier";
import { parseAllDocuments } from "yaml";

/** Minor of Istio -> the newest release of istio.io/api that the proxy has for it. */
const istio = { 1.28: "v1.28.0", 1.29: "v1.29.2", "1.30": "v1.30.8", 1.31: "v1.31.4", 1.32: "v1.32.0" };
/** Minor of the Gateway API -> its newest release that is looked at. */
const gatewayApi = { 1.5: "v1.5.1", 1.6: "v1.6.0", 1.7: "v1.7.0" };
const target = join(import.meta.dirname, "../../../src/istio/versions/field-versions-data.ts");

const ofIstio = Object.entries(istio).map(([minor, release]) => {
  const file = join(download(`istio.io/api@${release}`), "kubernetes/customresourcedefinitions.gen.yaml");
  return [minor, collectFields([file])];
});
const ofChannel = (channel) =>
  Object.entries(gatewayApi).map(([minor, release]) => {
    const folder = join(download(`sigs.k8s.io/gateway-api@${release}`), "config/crd", channel);
    const files = readdirSync(folder).filter((name) => name.startsWith("gateway.networking.k8s.io_"));
    return [minor, collectFields(files.map((name) => join(folder, name)))];
  });
const inStandard = findFirst(ofChannel("standard"));
const inBoth = [...findFirst(ofChannel("experimental"))].map(([field, since]) => [
  field,
  `${inStandard.get(field) ?? "-"}|${since}`,
]);
const istioRows = listLater(findFirst(ofIstio), (since) => since === Object.keys(istio).sort()[0]);
const gatewayRows = listLater(new Map(inBoth), (since) => since.startsWith(Object.keys(gatewayApi).sort()[0]));

const text = `// Made by \`npm run field-versions\` from the CustomResourceDefinitions of istio.io/api ${Object.values(istio).join(", ")}
// and of the Gateway API ${Object.values(gatewayApi).join(", ")}.

/**
 * Kind -> what the definitions of later minors of Istio alone have: \`field@minor\`. \`[]\` stands behind a list, \`{}\` behind a map, \`=\` before
 * a value of a closed list; \`@minor\` alone is for the kind itself, and \`apiVersion=\` for a version of it.
 */
export const laterIstioFields: Readonly<Record<string, readonly string[]>> = ${print(istioRows)};

/** The same of the Gateway API: \`field@standard|experimental\`, the first release of each channel that has it, \`-\` for none. */
export const laterGatewayApiFields: Readonly<Record<string, readonly string[]>> = ${print(gatewayRows)};
`;
writeFileSync(target, await format(text, { parser: "typescript", printWidth: 120 }));

/** The folder with a module's files. Go unpacks none that asks for a newer Go, but downloads it. */
function download(module) {
  const { stdout } = spawnSync("go", ["mod", "download", "-json", module], { encoding: "utf8", cwd: tmpdir() });
  const { Dir, Zip, Error: refusal } = JSON.parse(stdout);
  if (Dir !== undefined) return Dir;
  if (Zip === undefined) throw new Error(refusal);
  const folder = mkdtempSync(join(tmpdir(), "pulumi-istio-field-versions-"));
  execFileSync("python3", ["-m", "zipfile", "-e", Zip, folder]);
  process.on("exit", () => rmSync(folder, { recursive: true }));
  return join(folder, module);
}

/** \`kind field\` of everything that the definitions have in a version that is served. */
function collectFields(files) {
  const found = new Set();
  for (const definition of files.flatMap((file) =>
    parseAllDocuments(readFileSync(file, "utf8")).map((one) => one.toJS()),
  )) {
    if (definition?.kind !== "CustomResourceDefinition") continue;
    const { group, names, versions } = definition.spec;
    const kind = `${group}/${names.kind}`;
    found.add(`${kind} `);
    for (const { name, served, schema } of versions) {
      if (!served) continue;
      found.add(`${kind} apiVersion=${group}/${name}`);
      walk(`${kind} spec`, schema.openAPIV3Schema.properties.spec ?? {}, found);
    }
  }
  return found;
}

function walk(path, schema, found) {
  for (const value of schema.enum ?? []) if (value !== "") found.add(`${path}=${value}`);
  for (const [name, inner] of Object.entries(schema.properties ?? {})) {
    const own = `${path}.${name}`;
    found.add(own);
    walk(own, inner, found);
  }
  if (schema.items !== undefined) walk(`${path}[]`, schema.items, found);
  if (typeof schema.additionalProperties === "object") walk(`${path}{}`, schema.additionalProperties, found);
}

function findFirst(releases) {
  const since = new Map();
  for (const [minor, found] of releases) for (const field of found) if (!since.has(field)) since.set(field, minor);
  return since;
}

/** What not everybody has; of what is within it only what is newer still. */
function listLater(since, isOld) {
  const isSaid = (field) =>
    [...field.matchAll(/[ .=[{]/g)].some(({ index, 0: mark }) => {
      const holder = field.slice(0, mark === " " ? index + 1 : index);
      return holder !== field && since.get(holder) === since.get(field);
    });
  return [...since].filter(([field, minor]) => !isOld(minor) && !isSaid(field));
}

function print(rows) {
  const byKind = new Map();
  for (const [field, since] of [...rows].sort(([one], [other]) => (one < other ? -1 : 1))) {
    const [kind, path] = field.split(" ");
    byKind.set(kind, [...(byKind.get(kind) ?? []), `${path}@${since}`]);
  }
  return JSON.stringify(Object.fromEntries(byKind));
}
