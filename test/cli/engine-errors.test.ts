// Does not prove that the engine says it in these words: test/e2e/eks-changes.test.ts takes a cluster out of a program.
import { expect, it } from "vitest";
import { explainErrors } from "../../src/cli/engine-errors.js";
import { formatFinding } from "../../src/findings/finding.js";

it("says once what to do where a cluster was taken out of the program", () => {
  const errors = ["network-interfaces", "load-balancers"].map(
    (what) => `hook "EksCluster/eks-drain-${what}" was not registered`,
  );
  expect(explainErrors(errors).map(formatFinding)).toEqual([
    'error MESH0164: the program has no EksCluster "eks" any more, and its deletion needs the program; put the EksCluster back, set its drainTimeout to 0s, and deletionProtection to false, and run `up`; then take it out and run `up` again',
  ]);
});

it("says nothing of other errors, and of hooks of others", () => {
  expect(explainErrors(["conflict", 'hook "mine" was not registered'])).toEqual([]);
});
