import type { Manifest } from "../../../src/kubernetes/manifest.js";
import { EngineStack } from "./engine-stack.js";
import { devMesh } from "./policies.js";

/** A stack of policies alone, run by the real engine. */
export class PolicyStack extends EngineStack {
  readonly #applications: readonly Manifest[];
  /** How long it waits for proxies, on a machine that does other things. */
  timeoutSeconds = 60;

  /** @param name a folder of that name is made for it */
  constructor(name: string, applications: readonly Manifest[]) {
    super(name, 'new TrafficPolicies("policies", { ...args, kubeconfig }, { providers });');
    this.#applications = applications;
  }

  /** Brings the documents up. @returns `<operation> <resource>` of every change, in alphabetical order */
  upDocuments(documents: Record<string, unknown>, ...flags: string[]): Promise<string[]> {
    return this.up(this.#computeArgs(documents), ...flags);
  }

  /** The same, which is killed after so many milliseconds. */
  killDocuments(documents: Record<string, unknown>, milliseconds: number): Promise<void> {
    return this.kill(this.#computeArgs(documents), milliseconds);
  }

  #computeArgs(documents: Record<string, unknown>): object {
    const gateways = Object.fromEntries(devMesh.gateways.map(({ name, ...gateway }) => [name, gateway]));
    const propagation = { timeoutSeconds: this.timeoutSeconds };
    return { documents, applications: this.#applications, gateways, propagation };
  }
}
