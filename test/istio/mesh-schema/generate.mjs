// Writes src/istio/mesh-config/mesh-schema-data.ts from the descriptors of istio.io/api: `npm run mesh-schema`, after a version is added here. Not in CI: it
// downloads from the Go module proxy.
import { execFileSync } from "node:child_process";
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { format } from "prettier";

/** Minor of Istio -> the newest release of istio.io/api that the proxy has for it. */
const releases = { 1.28: "v1.28.0", 1.29: "v1.29.2", "1.30": "v1.30.8", 1.31: "v1.31.4", 1.32: "v1.32.0" };
const minors = Object.keys(releases).sort();
const target = join(import.meta.dirname, "../../../src/istio/mesh-config/mesh-schema-data.ts");

const types = new Map();
for (const minor of minors) {
  for (const [name, entries] of Object.entries(describe(releases[minor]))) {
    const known = types.get(name) ?? new Map();
    const gone = [...known.keys()].filter((entry) => !(entries ?? []).includes(entry));
    if (gone.length > 0) throw new Error(`${name} of Istio ${minor} has no ${gone.join(", ")} any more`);
    // In the order of the newest: the last field of a oneof wins.
    // All of a type that is new is said by the field that has it.
    const since = (entry) => known.get(entry) ?? (types.has(name) ? minor : minors[0]);
    types.set(name, new Map((entries ?? []).map((entry) => [entry, since(entry)])));
  }
}
const isEnum = (entries) => entries.size > 0 && [...entries.keys()].every((entry) => !entry.includes(":"));
const all = [...types].sort(([one], [other]) => (one < other ? -1 : 1));
const text = `// Made by \`npm run mesh-schema\` from the descriptors of istio.io/api ${Object.values(releases).join(", ")}.

/** Minors of Istio that are known, oldest first. */
export const meshSchemaMinors: readonly string[] = ${JSON.stringify(minors)};

/**
 * Message -> its fields, in the order in which istiod reads them: \`name:type\`, behind the type \`[]\` for a list, \`{}\` for a map, \`|group\` for
 * one of several of which one counts, \`@minor\` for a field that later minors alone have.
 */
export const meshMessages: Readonly<Record<string, string>> = {
${print(all.filter(([, entries]) => !isEnum(entries)))}};

/** Closed list -> its values, \`@minor\` behind later ones. */
export const meshChoices: Readonly<Record<string, string>> = {
${print(all.filter(([, entries]) => isEnum(entries)))}};
`;
writeFileSync(target, await format(text, { parser: "typescript", printWidth: 120 }));

function describe(release) {
  const folder = mkdtempSync(join(tmpdir(), "pulumi-istio-mesh-schema-"));
  try {
    copyFileSync(join(import.meta.dirname, "main.go"), join(folder, "main.go"));
    writeFileSync(join(folder, "go.mod"), `module schema\n\ngo 1.24\n\nrequire istio.io/api ${release}\n`);
    const env = { ...process.env, GOFLAGS: "-mod=mod", CGO_ENABLED: "0" };
    return JSON.parse(execFileSync("go", ["run", "."], { cwd: folder, env, encoding: "utf8" }));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function print(entries) {
  return entries.map(([name, list]) => `${JSON.stringify(name)}: ${JSON.stringify(write(list))},\n`).join("");
}

function write(list) {
  return [...list].map(([entry, since]) => (since === minors[0] ? entry : `${entry}@${since}`)).join(" ");
}
