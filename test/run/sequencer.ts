import { basename } from "node:path";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/**
 * The order of the files that share the one cluster of the end-to-end tests: first those that want it empty, then those that
 * find a mesh and leave it, last those that remove it. Each makes its own starting point; this order leaves it the least to do.
 */
const order = [
  "package",
  "chart-repository",
  "local-cluster",
  "mesh",
  "local-ports",
  "bad-input",
  "stalled",
  "console-server",
  "console-live",
  "status",
  "many-proxies",
  "killed",
  "takeover",
  "destroy",
];

/** Vitest's own order, which is the slowest first, but for the files above. */
export class Sequencer extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const place = ({ moduleId }: TestSpecification) => order.indexOf(basename(moduleId, ".test.ts"));
    const ordered = sorted.filter((file) => place(file) !== -1).sort((a, b) => place(a) - place(b));
    return [...ordered, ...sorted.filter((file) => place(file) === -1)];
  }
}
