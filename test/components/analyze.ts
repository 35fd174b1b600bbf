import { Analyzer } from "@pulumi/pulumi/provider/experimental/analyzer.js";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** The package's components. */
export const componentNames = [
  "Application",
  "ControlPlane",
  "ExistingCluster",
  "Gateway",
  "LocalCluster",
  "Mesh",
  "MeshNamespace",
  "TrafficPolicies",
] as const;

/** What Pulumi's own schema inference reads from src/index.ts; throws where it cannot express something. */
export function analyzeComponents(): ReturnType<Analyzer["analyze"]> {
  const description = { name: "pulumi-istio", version: "0.1.0", main: "src/index.ts" };
  return new Analyzer(root, "pulumi-istio", description, new Set(componentNames)).analyze();
}
