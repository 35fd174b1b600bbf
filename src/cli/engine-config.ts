import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isMap, parseDocument } from "yaml";
import { stateFolder } from "../folders.js";
import { emptyPassphraseSalt } from "./encryption-salt.js";
import { hasOwnBackend } from "./engine-environment.js";
import { placeState, readSalt } from "./engine-state.js";
import { findProject } from "./project.js";
import { toMap } from "../text/read.js";
import { choosePassphrase, readGivenPassphrase, requirePassphrase, type PlacedSalt } from "./stack-passphrase.js";

/** What the engine reads in the place of a stack's file, with our own backend. */
export interface EngineConfig {
  /** A folder with a Pulumi.yaml, in which the engine makes the stack. */
  folder: string;
  /** The copy of the stack's file. */
  file: string;
  passphrase: string;
}

/**
 * Gets a stack's file ready for the engine, which wants a salt of the stack's passphrase there and writes it where it misses one. With
 * our own backend it gets a copy, so that the stack's file stays as it is: a salt in there would ask everybody who has the file for that
 * passphrase, whatever their backend is. With another backend, the file and its salt are the user's.
 * @returns undefined with another backend
 * @throws one error where the passphrase that is given is not that of the file or the state
 */
export async function prepareEngineConfig({
  stack,
  project,
}: {
  stack: string;
  project: string;
}): Promise<EngineConfig | undefined> {
  const name = `Pulumi.${stack}.yaml`;
  const source = join(project, "stacks", name);
  const text = existsSync(source) ? readFileSync(source, "utf8") : "";
  const inFile = findFileSalt(text, `stacks/${name}`);
  const given = readGivenPassphrase(process.env);
  if (hasOwnBackend()) {
    const canAsk = process.stdin.isTTY && process.stdout.isTTY;
    if (inFile !== undefined) await requirePassphrase(given, inFile, canAsk);
    return undefined;
  }
  const inState = findStateSalt(stack);
  const passphrase = await choosePassphrase(
    given,
    [inFile, inState].filter((salt) => salt !== undefined),
  );
  const salt = inState?.salt ?? (passphrase === "" ? emptyPassphraseSalt : undefined);
  const { name: projectName } = findProject();
  const folder = join(stateFolder(), "config", projectName);
  mkdirSync(folder, { recursive: true });
  // What the engine reads to know the project of a stack that it makes.
  put(join(folder, "Pulumi.yaml"), `name: ${JSON.stringify(projectName)}\nruntime: nodejs\n`);
  put(join(folder, name), salt === undefined || !wantsSalt(text) ? text : addSalt(text, salt));
  return { folder, file: join(folder, name), passphrase };
}

/** Several runs may read it: it appears whole, with what the last one has written. */
function put(file: string, text: string): void {
  const made = `${file}.${process.pid}`;
  writeFileSync(made, text, { mode: 0o600 });
  renameSync(made, file);
}

/** Whether the engine would make a salt for a stack's file: it has neither one nor a service that encrypts its secrets. */
export function wantsSalt(text: string): boolean {
  const { encryptionsalt, encryptedkey, secretsprovider = "default" } = readTopLevel(text);
  const hasKey = encryptionsalt !== undefined || encryptedkey !== undefined;
  return !hasKey && (secretsprovider === "default" || secretsprovider === "passphrase");
}

/** The text with a salt: put in by hand, since the engine may read numbers otherwise than who would write the whole text anew. */
export function addSalt(text: string, salt: string): string {
  const { contents } = parseDocument(text);
  const line = `encryptionsalt: ${salt}`;
  if (!isMap(contents) || !contents.range) return `${text}\n${line}\n`;
  const [start] = contents.range;
  if (contents.flow === true) return `${text.slice(0, start)}{ ${line}, ${text.slice(start + 1)}`;
  const indent = " ".repeat(start - (text.lastIndexOf("\n", start - 1) + 1));
  return `${text.slice(0, start)}${line}\n${indent}${text.slice(start)}`;
}

function findFileSalt(text: string, file: string): PlacedSalt | undefined {
  const { encryptionsalt: salt } = readTopLevel(text);
  if (typeof salt !== "string") return undefined;
  const remedy = /\bsecure:/.test(text)
    ? "set the file's encrypted values (secure:) anew, without that line"
    : "remove that line, since the file has no encrypted values";
  return { salt, place: `${file}: encryptionsalt`, remedy };
}

function readTopLevel(text: string): Record<string, unknown> {
  return toMap(parseDocument(text).toJS());
}

function findStateSalt(stack: string): PlacedSalt | undefined {
  const salt = readSalt({ stack });
  if (salt === undefined) return undefined;
  const remedy = `where its cluster is gone, mesh forget -s ${stack} --yes`;
  return { salt, place: `the state of stack ${stack} (${placeState({ stack })})`, remedy };
}
