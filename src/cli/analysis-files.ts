import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join, normalize, resolve, sep } from "node:path";
import { buffer } from "node:stream/consumers";

/** What stands for standard input on the command line, and what findings call it. */
export const standardInput = { path: "/dev/stdin", name: "stdin" } as const;

/** What is built from, not what is built; and what others have installed. */
const skipped = /^(\..*|node_modules|kustomization\.ya?ml)$/;

/** Texts by the name that findings call them. */
export interface AnalysisTexts {
  texts: Record<string, string>;
  /** Those that nobody named, but their folder. */
  unnamed: ReadonlySet<string>;
  /** Templates of Helm charts in folders, which are no YAML yet and are not among the texts. */
  templates: readonly string[];
}

/**
 * Reads files, all YAML and JSON files in folders and below them, and standard input.
 * @throws where one cannot be read, or a folder holds none
 */
export async function readAnalysisTexts(paths: readonly string[]): Promise<AnalysisTexts> {
  const texts: Record<string, string> = {};
  const unnamed = new Set<string>();
  const templates: string[] = [];
  const read = new Set<string>();
  for (const path of new Set(paths)) {
    if (path === standardInput.path) {
      texts[standardInput.name] = decode(await buffer(process.stdin), standardInput.name);
      continue;
    }
    for (const file of listFiles(path)) {
      const isNamed = file === normalize(path);
      if (isNamed) unnamed.delete(findSame(file, unnamed));
      // One file may be named in several ways, and it is no second one for that.
      if (read.has(resolve(file))) continue;
      read.add(resolve(file));
      const text = readText(file);
      if (!isNamed && isTemplate(file, text)) {
        templates.push(file);
        continue;
      }
      texts[file] = text;
      if (!isNamed) unnamed.add(file);
    }
  }
  return { texts, unnamed, templates };
}

/** Paths of an option that may be there more than once, each with several by comma. */
export function splitPaths(given: string | readonly string[] | undefined): string[] {
  const all = given === undefined ? [] : [given].flat();
  return all.flatMap((paths) => String(paths).split(",")).filter((path) => path !== "");
}

/** The texts alone. @throws as `readAnalysisTexts` */
export async function readTexts(paths: readonly string[]): Promise<Record<string, string>> {
  return (await readAnalysisTexts(paths)).texts;
}

function findSame(file: string, files: ReadonlySet<string>): string {
  return [...files].find((one) => resolve(one) === resolve(file)) ?? file;
}

/** Whether a file is one that Helm still must fill in: it stands in the folder `templates` of a chart. */
function isTemplate(file: string, text: string): boolean {
  const steps = file.split(sep);
  const at = steps.lastIndexOf("templates");
  return at !== -1 && text.includes("{{") && existsSync([...steps.slice(0, at), "Chart.yaml"].join(sep));
}

/** The text of a file. @throws where it cannot be read */
export function readText(file: string): string {
  const bytes = attempt(file, () => readFileSync(file));
  return decode(bytes, file);
}

function listFiles(given: string): string[] {
  const isFolder = attempt(given, () => statSync(given)).isDirectory();
  const path = normalize(given);
  if (!isFolder) return [path];
  const files = listFolder(path);
  if (files.length === 0) throw new Error(`the folder ${path} holds no .yaml, .yml or .json files`);
  return files;
}

/** In an order of its own; links to folders are not followed, so that none is followed for ever. */
function listFolder(folder: string): string[] {
  const entries = attempt(folder, () => readdirSync(folder, { withFileTypes: true }));
  const wanted = entries.filter(({ name }) => !skipped.test(name)).sort((a, b) => (a.name < b.name ? -1 : 1));
  return wanted.flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return listFolder(path);
    return /\.(ya?ml|json)$/.test(entry.name) && !attempt(path, () => statSync(path)).isDirectory() ? [path] : [];
  });
}

function decode(bytes: Uint8Array, file: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new Error(`${file} is not UTF-8 text`);
  }
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file or folder",
  EACCES: "permission denied",
};

function attempt<Result>(path: string, read: () => Result): Result {
  try {
    return read();
  } catch (error) {
    const { code = "", message } = error as NodeJS.ErrnoException;
    throw new Error(`${path} cannot be read: ${reasons[code] ?? message}`, { cause: error });
  }
}
