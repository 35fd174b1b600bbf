// What modules import, read from their texts.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import ts from "typescript";

/**
 * What a module imports, as it writes it: by statements of every kind, by calls, and by types.
 * @param {string} text
 */
export function findSpecifiers(text) {
  return ts.preProcessFile(text, true, true).importedFiles.map(({ fileName }) => fileName);
}

/**
 * Modules of some folders -> the project's own files that they import. Paths are from the project's folder on.
 * @param {string} project its folder
 * @param {readonly string[]} folders
 * @returns {Map<string, string[]>}
 */
export function readImports(project, folders) {
  const files = folders.flatMap((folder) =>
    readdirSync(join(project, folder), { recursive: true, encoding: "utf8" }).map((file) => `${folder}/${file}`),
  );
  const modules = files.filter((file) => /\.(tsx?|mjs)$/.test(file));
  return new Map(
    modules.map((file) => {
      const own = findSpecifiers(readFileSync(join(project, file), "utf8")).filter((name) => name.startsWith("."));
      return [file, own.flatMap((name) => findFile(project, join(dirname(file), name)))];
    }),
  );
}

/** TypeScript's modules are imported by the names that they are compiled to. */
function findFile(project, path) {
  const names = [path, path.replace(/\.js$/, ".ts"), path.replace(/\.js$/, ".tsx")];
  return names.filter((name) => existsSync(join(project, name))).slice(0, 1);
}
