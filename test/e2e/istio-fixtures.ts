import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";

/** A case of the table by which Istio tests its analyzers. */
export interface IstioCase {
  /** With a number behind it where several have the same. */
  name: string;
  /** Files from the folder of the analyzers. */
  inputFiles: string[];
  meshConfigFile?: string;
  meshNetworksFile?: string;
  analyzer: string;
  /** `<code> <Kind> <namespace>/<name>` of each message, once. */
  expected: string[];
}

/** Reads the table from Istio's source. @param module folder of the module istio.io/istio */
export function readIstioCases(module: string): { folder: string; cases: IstioCase[] } {
  const analysis = join(module, "pkg/config/analysis");
  const folder = join(analysis, "analyzers");
  const codes = readCodes(join(analysis, "msg/messages.yaml"));
  const source = readFileSync(join(folder, "analyzers_test.go"), "utf8");
  const [, grid = ""] = /^var testGrid = \[\]testCase\{\n(.*?)^\}/ms.exec(source) ?? [];
  const names = new Map<string, number>();
  const cases = [...grid.matchAll(/^\t\{\n(.*?)^\t\},/gms)].map(([, text = ""]) => {
    const one = readCase(text, codes);
    const count = (names.get(one.name) ?? 0) + 1;
    names.set(one.name, count);
    return count === 1 ? one : { ...one, name: `${one.name} ${count}` };
  });
  return { folder, cases };
}

function readCodes(file: string): Map<string, string> {
  const { messages } = parse(readFileSync(file, "utf8")) as { messages: { name: string; code: string }[] };
  return new Map(messages.map(({ name, code }) => [name, code]));
}

function readCase(text: string, codes: ReadonlyMap<string, string>): IstioCase {
  const find = (pattern: RegExp) => pattern.exec(text)?.[1];
  const files = /inputFiles: *\[\]string\{(.*?)\}/s.exec(text)?.[1] ?? "";
  const messages = [...text.matchAll(/\{msg\.(\w+), "(\w+) ([^"]+)"\}/g)];
  const meshConfigFile = find(/meshConfigFile: *"(.*?)"/);
  const meshNetworksFile = find(/meshNetworksFile: *"(.*?)"/);
  return {
    name: find(/name: *"(.*?)",/) ?? "",
    inputFiles: [...files.matchAll(/"(.*?)"/g)].map(([, file = ""]) => file),
    ...(meshConfigFile === undefined ? {} : { meshConfigFile }),
    ...(meshNetworksFile === undefined ? {} : { meshNetworksFile }),
    analyzer: find(/analyzer: *&([\w.]+)/) ?? "",
    expected: [
      ...new Set(messages.map(([, type = "", kind = "", name = ""]) => `${codes.get(type) ?? type} ${kind} ${name}`)),
    ],
  };
}
