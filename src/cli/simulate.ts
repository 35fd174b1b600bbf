import { isMap } from "../text/is-map.js";
import { formatAnswer } from "../simulate/format-answer.js";
import { readRequest, type RequestText } from "../simulate/read-request.js";
import { renderAnswer } from "../simulate/render-answer.js";
import { simulate } from "../simulate/simulate.js";
import { loadMesh } from "./load-mesh.js";
import type { MeshFiles } from "./mesh-files.js";
import { requireChoice } from "./require-choice.js";

/** Options of `mesh simulate`. */
export interface SimulateOptions extends MeshFiles {
  /** A stack of this project. @default none */
  stack?: string;
  from?: string;
  to?: string;
  /** @default "GET" */
  method?: string;
  /** `name=value` each. @default none */
  header?: string | string[];
  /** `name=value` each; a value in brackets or braces is JSON. @default - no token */
  claim?: string | string[];
  sni?: string;
  address?: string;
  /** text or json. @default "text" */
  format?: string;
}

const formats = ["text", "json"];

/**
 * `mesh simulate`.
 *
 * @returns the exit code 0, whatever comes of the request
 * @throws where the request or the mesh cannot be read: all that is wrong with the request at once
 */
export async function runSimulate(paths: readonly string[], options: SimulateOptions): Promise<number> {
  const { format = "text", meshConfig, meshNetworks, stack } = options;
  requireChoice("format", format, formats);
  const text = readOptions(options);
  if (paths.length === 0 && stack === undefined) {
    throw new Error("name files or folders, or a stack: mesh simulate [-s STACK] [PATH…] --from … --to …");
  }
  const mesh = await loadMesh({ paths, stack, meshConfig, meshNetworks });
  const read = readRequest(mesh, text);
  if ("problems" in read) throw new Error(read.problems.map(({ message }) => message).join("\n"));
  const answer = simulate(mesh, read.request);
  console.log(format === "json" ? JSON.stringify(renderAnswer(answer), null, 2) : formatAnswer(answer));
  return 0;
}

/** @throws where one is missing, or is no `name=value` */
function readOptions({ from, to, method, header, claim, sni, address }: SimulateOptions): RequestText {
  const problems: string[] = [];
  if (from === undefined) problems.push("--from is missing; name the caller, as in --from shop/web");
  if (to === undefined) problems.push("--to is missing; name the called URL, as in --to http://reviews/api");
  const headers = readPairs("header", header, problems);
  const claims = readPairs("claim", claim, problems);
  if (problems.length > 0) throw new Error(problems.join("\n"));
  return {
    ...{ from: from ?? "", to: to ?? "", method, headers: Object.fromEntries(headers), sni, address },
    claims:
      claims.length === 0 ? undefined : Object.fromEntries(claims.map(([name, value]) => [name, readValue(value)])),
  };
}

function readPairs(
  option: string,
  given: string | readonly string[] | undefined,
  problems: string[],
): [string, string][] {
  return (given === undefined ? [] : [given].flat()).flatMap((text) => {
    const [name = "", value] = String(text).split(/=(.*)/s);
    if (name !== "" && value !== undefined) return [[name, value] satisfies [string, string]];
    problems.push(`--${option} is "${text}"; it must be name=value`);
    return [];
  });
}

/** Lists and maps are JSON; all else is a text. */
function readValue(text: string): unknown {
  if (!/^[[{]/.test(text)) return text;
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) || isMap(value) ? value : text;
  } catch {
    return text;
  }
}
