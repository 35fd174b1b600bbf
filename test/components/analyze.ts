import { Analyzer } from "@pulumi/pulumi/provider/experimental/analyzer.js";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** The components of src/index.ts. */
export const componentNames = [
  "Application",
  "ControlPlane",
  "ExistingCluster",
  "Gateway",
  "GatewayApi",
  "LocalCluster",
  "Mesh",
  "MeshNamespace",
  "TrafficPolicies",
] as const;

/** The components of src/eks.ts, which stand apart because they need @pulumi/aws. */
export const eksComponentNames = ["EksCluster"] as const;

/** What Pulumi's own schema inference reads from the package's two entries; throws where it cannot express something. */
export function analyzeComponents(): ReturnType<Analyzer["analyze"]> {
  const [library, eks] = [analyze("src/index.ts", componentNames), analyze("src/eks.ts", eksComponentNames)];
  return {
    ...library,
    components: { ...library.components, ...eks.components },
    typeDefinitions: { ...library.typeDefinitions, ...eks.typeDefinitions },
  };
}

function analyze(main: string, names: readonly string[]): ReturnType<Analyzer["analyze"]> {
  return new Analyzer(root, "pulumi-istio", { name: "pulumi-istio", version: "0.1.0", main }, new Set(names)).analyze();
}
