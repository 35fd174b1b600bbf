import { identify, type Manifest } from "../../../src/kubernetes/manifest.js";
import { formatFindings } from "../../../src/findings/finding.js";
import { compile } from "../../../src/policy/compile.js";
import { loadPolicies } from "../../../src/policy/documents/load.js";
import type { MeshFacts } from "../../../src/policy/kind.js";
import { apply, remove } from "./cluster.js";
import { waitForProxies } from "./convergence.js";

const gatewayNames = ["istio-ingressgateway", "istio-egressgateway"];

/** The mesh of stack `dev`. */
export const devMesh: MeshFacts = {
  rootNamespace: "istio-system",
  gateways: gatewayNames.map((name) => ({
    name,
    namespace: "istio-system",
    labels: { app: name, istio: name.replace("istio-", "") },
  })),
};

/** The policies of one test file: each `set` replaces what the one before made. */
export class Policies {
  readonly #declared: readonly Manifest[];
  #made: Manifest[] = [];

  /** @param declared objects of the services that the documents speak of */
  constructor(declared: readonly Manifest[]) {
    this.#declared = declared;
  }

  /**
   * Compiles documents, which must be without findings, writes what they make, removes what they make no more, and waits
   * until the proxies have it.
   */
  async set(documents: string, mesh: Partial<MeshFacts> = {}): Promise<Manifest[]> {
    const loaded = loadPolicies({ "policies.yaml": documents });
    const compiled = compile({ ...loaded, declared: this.#declared, mesh: { ...devMesh, ...mesh } });
    const findings = [...loaded.findings, ...compiled.findings];
    if (findings.length > 0) throw new Error(formatFindings(findings));
    const kept = new Set(compiled.manifests.map(identify));
    await apply(compiled.manifests);
    const gone = this.#made.filter((manifest) => !kept.has(identify(manifest)));
    await remove(gone);
    this.#made = compiled.manifests;
    if (gone.length + compiled.manifests.length === 0) return [];
    await waitForProxies([...new Set(this.#declared.flatMap(({ metadata }) => metadata.namespace ?? []))]);
    return compiled.manifests;
  }

  /** Removes all that was made. */
  async clear(): Promise<void> {
    await this.set("");
  }
}
