import type { Manifest } from "../../../src/kubernetes/manifest.js";
import { folder } from "./files.js";
import { declare } from "./manifests.js";

/** A stack of many services in ten namespaces, each calling two that come later. */
export function createMany(count: number): { manifests: Manifest[]; files: Record<string, string> } {
  const idOf = (index: number) => `team-${index % 10}/service-${index}`;
  const all = Array.from({ length: count }, (_, index) => index);
  return {
    manifests: all.flatMap((index) =>
      declare(`team-${index % 10}`, `service-${index}`, index % 3 === 0 ? ["v1", "v2"] : ["v1"]),
    ),
    files: Object.fromEntries(
      all.map((index) => {
        const calls = [index * 2 + 1, index * 2 + 2].filter((next) => next < count).map(idOf);
        const lines = [
          `service: ${idOf(index)}`,
          ...(index % 2 === 0 ? ["timeout: 3s", "retries: { attempts: 2, perTryTimeout: 1s }"] : []),
          ...(index % 7 === 0 ? [] : ["mtls: { mode: STRICT }"]),
          ...(index % 3 === 0 ? ["versions: { v1: { version: v1 }, v2: { version: v2 } }"] : []),
          // A warning here, an error there.
          ...(index % 31 === 0 ? ["outlierDetection: { consecutive5xxErrors: 5 }"] : []),
          ...(index % 97 === 0 && index % 3 !== 0 ? ["versions: { v9: { version: v9 } }"] : []),
          ...(calls.length === 0 ? [] : [`calls: [${calls.join(", ")}]`]),
        ];
        return [`${folder}/service-${index}.yaml`, `${lines.join("\n")}\n`];
      }),
    ),
  };
}
