import { readTextMatch } from "../../../mesh/text-match.js";
import { toMap, toMaps, toText } from "../../../text/read.js";
import type { Rule } from "../../rule.js";
import type { Problem } from "../../../findings/problem.js";
import type { AnalyzedObject } from "../../../mesh/objects.js";
import type { ValuePath } from "../../../findings/place.js";

/** A text that requests must be, or begin with. */
interface Wanted {
  path: ValuePath;
  field: string;
  text: string;
}

/** Matches that want what no request has: patterns where none are read, and words in the wrong case. */
export const impossibleMatches: Rule = {
  name: "impossible-matches",
  codes: ["MESH0350"],
  reads: ["networking.istio.io/VirtualService", "gateway.networking.k8s.io/HTTPRoute"],
  check: ({ list, report }) => {
    const wanted = [
      ...list("networking.istio.io/VirtualService").map((object) => ({ object, texts: listTexts(object) })),
      ...list("gateway.networking.k8s.io/HTTPRoute").map((object) => ({ object, texts: listPaths(object) })),
    ];
    for (const { object, texts } of wanted) {
      for (const text of texts) {
        const problem = findProblem(text);
        if (problem !== undefined) report(object, { code: "MESH0350", path: text.path, ...problem });
      }
    }
  },
};

function listTexts({ manifest }: AnalyzedObject): Wanted[] {
  return toMaps(toMap(manifest.spec).http).flatMap(({ match }, index) =>
    toMaps(match).flatMap((one, at) =>
      ["uri", "authority", "method", "scheme"].flatMap((field) => {
        const { exact, prefix } = readTextMatch(one[field]);
        const text = exact ?? prefix;
        if (text === undefined || text === "") return [];
        const key = exact === undefined ? "prefix" : "exact";
        return [{ path: ["spec", "http", index, "match", at, field, key], field, text }];
      }),
    ),
  );
}

function listPaths({ manifest }: AnalyzedObject): Wanted[] {
  return toMaps(toMap(manifest.spec).rules).flatMap(({ matches }, index) =>
    toMaps(matches).flatMap(({ path }, at) => {
      const { type, value } = toMap(path);
      if (type === "RegularExpression" || toText(value) === "") return [];
      return [{ path: ["spec", "rules", index, "matches", at, "path", "value"], field: "uri", text: toText(value) }];
    }),
  );
}

function findProblem({ field, text, path }: Wanted): Pick<Problem, "message" | "remedy"> | undefined {
  if (field === "uri") return findPathProblem(text, path);
  const right = field === "method" ? text.toUpperCase() : text.toLowerCase();
  if (field === "authority" && text.includes("*")) {
    const message = `"*" is a plain character here, and no host has one, so "${text}" is never met`;
    return { message, remedy: 'write a regex, as in "[^.]+[.]example[.]com"' };
  }
  if (field === "authority" || right === text) return undefined;
  const message = `no request has the ${field} "${text}": case counts`;
  return { message, remedy: `write ${right}` };
}

function findPathProblem(text: string, path: ValuePath): Pick<Problem, "message" | "remedy"> | undefined {
  if (text.includes("*")) {
    const message = `"*" is a plain character here, so only a path with "*" in it meets "${text}"`;
    const isEnd = text.endsWith("/*") && !text.slice(0, -1).includes("*");
    const prefix = path.at(-1) === "value" ? "the PathPrefix" : "the prefix";
    return { message, remedy: isEnd ? `write ${prefix} ${text.slice(0, -1)}` : "write a regex, as in /v1/[^/]+/items" };
  }
  if (!text.startsWith("/")) {
    return { message: `every path begins with "/", so none matches "${text}"`, remedy: `write /${text}` };
  }
  const [, mark] = /([?#])/.exec(text) ?? [];
  if (mark === undefined) return undefined;
  const message = `everything from "${mark}" on is not a part of the path, so no path matches "${text}"`;
  return { message, remedy: mark === "?" ? "match it by queryParams" : "leave it out" };
}
