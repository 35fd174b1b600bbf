// Records, with Pulumi's mocks, what EksCluster declares, for check.py. Does not prove that AWS makes it: what AWS's models do not say, AWS
// may refuse nevertheless.
import { writeFileSync } from "node:fs";
import { expect, it } from "vitest";
import { EksCluster } from "../../src/components/eks-cluster.js";
import { runProgram } from "../components/engine.js";
import { variants } from "./variants.js";

it("records every variant", async () => {
  const recorded: Record<string, object[]> = {};
  for (const [name, args] of Object.entries(variants)) {
    const { resources } = await runProgram(() => ({ arn: new EksCluster("eks", args).clusterArn }));
    recorded[name] = resources
      .filter(({ type }) => type.startsWith("aws:"))
      .map(({ type, name: resource, inputs }) => ({ type, name: resource, inputs }));
  }
  writeFileSync(process.env.AWS_MODELS_FILE ?? "", JSON.stringify(recorded));
  expect(Object.keys(recorded)).toHaveLength(12);
}, 600_000);
