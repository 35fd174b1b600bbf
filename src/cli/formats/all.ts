import type { Finding } from "../../findings/finding.js";
import { formatAsGithub } from "./github.js";
import { formatAsJson } from "./json.js";
import { formatAsSarif } from "./sarif.js";
import { formatAsText } from "./text.js";

/** The forms that findings can be printed in. */
export const formats: Readonly<Record<string, (findings: readonly Finding[]) => string>> = {
  text: formatAsText,
  json: formatAsJson,
  sarif: formatAsSarif,
  github: formatAsGithub,
};
