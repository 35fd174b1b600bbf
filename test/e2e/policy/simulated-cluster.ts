import type { Manifest } from "../../../src/kubernetes/manifest.js";
import { certificateName } from "../../simulate/generator/gateways.js";
import { far, gatewayHosts, ingress, near, publicGateway } from "../../simulate/generator/vocabulary.js";
import { createIngress, createRunning } from "../../simulate/generator/workloads.js";
import { Authority, createTlsSecret } from "./authority.js";
import { apply, kubectl, remove } from "./cluster.js";
import { waitForProxies } from "./convergence.js";
import { installGatewayApi } from "./gateway-api-definitions.js";
import { removeNamespace, startNamespace } from "./workloads.js";

const labels = { "istio-injection": "enabled" };

/** The namespaces and workloads that stay, and what of the mesh they are in decides about requests. */
export class SimulatedCluster {
  /** All objects but those of a generated mesh. */
  readonly declared: readonly Manifest[];
  #made: readonly Manifest[] = [];

  private constructor(declared: readonly Manifest[]) {
    this.declared = declared;
  }

  /** Starts them. @param first the Gateway of the Gateway API, of which istiod makes pods */
  static async start(first: Manifest): Promise<SimulatedCluster> {
    await installGatewayApi();
    const running = createRunning();
    const own = createTlsSecret(
      { name: certificateName, namespace: near },
      new Authority("simulate").issue(gatewayHosts[0] ?? ""),
    );
    const beside = [own, first];
    await Promise.all([
      startNamespace(near, [...(running[near] ?? []), ...beside], labels),
      startNamespace(far, running[far] ?? [], labels),
    ]);
    // It does not listen yet, so that nobody reaches it.
    const gateway = createIngress();
    await apply(gateway);
    await kubectl(["-n", near, "rollout", "status", `deployment/${ingress.name}`, "--timeout=120s"]);
    await kubectl(["-n", near, "wait", "--for=condition=Programmed", `gateway/${publicGateway.name}`, "--timeout=90s"]);
    const config = JSON.parse(
      await kubectl(["-n", "istio-system", "get", "configmap", "istio", "-o", "json"]),
    ) as Manifest;
    const namespaces = [near, far].map((name) => ({ apiVersion: "v1", kind: "Namespace", metadata: { name, labels } }));
    return new SimulatedCluster([...namespaces, ...Object.values(running).flat(), ...gateway, own, config]);
  }

  /** Takes the place of the mesh before. Objects are made anew and in their order: an older one goes before a younger one. */
  async replace(manifests: readonly Manifest[]): Promise<void> {
    await remove(this.#made.filter((manifest) => !isPublic(manifest)));
    this.#made = manifests;
    await apply(manifests);
    await waitForProxies([near, far]);
  }

  async end(): Promise<void> {
    await remove(this.#made.filter(({ metadata }) => metadata.namespace !== near && metadata.namespace !== far));
    await Promise.all([removeNamespace(near), removeNamespace(far)]);
  }
}

/** Its pods stay, and so must it. */
function isPublic({ kind, metadata, apiVersion }: Manifest): boolean {
  return kind === "Gateway" && apiVersion.startsWith("gateway.networking") && metadata.name === publicGateway.name;
}
