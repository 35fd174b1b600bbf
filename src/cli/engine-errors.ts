import { createFinding } from "../findings/problem.js";
import type { Finding } from "../findings/finding.js";

const missingHook = /hook "(EksCluster\/(.+)-drain-[a-z-]+)" was not registered/;

/** What to do about errors of the engine whose own words do not say it. */
export function explainErrors(errors: readonly string[]): Finding[] {
  const names = new Set(errors.flatMap((message) => missingHook.exec(message)?.[2] ?? []));
  return [...names].map((name) =>
    createFinding("MESH0164", `the program has no EksCluster "${name}" any more, and its deletion needs the program`),
  );
}
