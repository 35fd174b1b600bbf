import type { Level } from "../finding.js";

/** What one code always means, wherever it is found. */
export interface CodeFacts {
  /** Kebab-case noun phrase, unique. */
  name: string;
  level: Level;
  description: string;
  /** What to do where the finding itself does not know anything more exact. */
  remedy: string;
}
