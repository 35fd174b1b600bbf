import type { Effect } from "./effect.js";
import { formatEffectAsMarkdown } from "./format-markdown.js";
import { formatEffectAsText } from "./format-text.js";

/** The forms that an effect can be printed in. */
export const effectFormats: Readonly<Record<string, (effect: Effect) => string>> = {
  text: formatEffectAsText,
  json: (effect) => JSON.stringify(effect),
  markdown: formatEffectAsMarkdown,
};
