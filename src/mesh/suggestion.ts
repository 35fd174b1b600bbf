import { formatClosest } from "../text/closest.js";
import { file } from "./selection.js";

/** How many words one is compared with, so that the time does not grow with the square of a mesh. */
const most = 200;
const beginning = 3;

/** Asks for `; did you mean "x"?`, or nothing. Among many words only those that begin alike are looked at. */
export function createSuggestion(words: readonly string[]): (word: string) => string {
  if (words.length <= most) return (word) => formatClosest(word, words);
  const byBeginning = new Map<string, string[]>();
  for (const word of words) file(byBeginning, word.slice(0, beginning), word);
  return (word) => {
    const alike = byBeginning.get(word.slice(0, beginning)) ?? [];
    return alike.length > most ? "" : formatClosest(word, alike);
  };
}
