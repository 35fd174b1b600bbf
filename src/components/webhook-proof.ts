import * as pulumi from "@pulumi/pulumi";
import { setTimeout as sleep } from "node:timers/promises";
import type { Manifest } from "../kubernetes/manifest.js";
import { dryRunCreate } from "./cluster-api.js";
import { catchKnown } from "./known-value.js";

/** Which istiod is to be proven. */
export interface WebhookProofArgs {
  kubeconfig: pulumi.Input<string>;
  /** Namespace of the control plane. */
  namespace: pulumi.Input<string>;
  /** Revision of the control plane; empty for the default one. */
  revision: pulumi.Input<string>;
}

interface ProbePod extends Manifest {
  spec: { containers: { name: string; image: string }[]; initContainers?: { name: string }[] };
}

const deadlineMilliseconds = 120_000;
const pauseMilliseconds = 200;

/**
 * A hook that lets a resource wait until istiod's webhooks really answer. A Deployment that is available and a caBundle
 * that is set do not say so yet: the API server must have read the configuration, and kube-proxy to route the service.
 * Without it a gateway's pod keeps the image `auto` and an application's pod runs without its sidecar. The proof is one
 * server-side dry run of a pod (injection) and one of an Istio object (validation); it is made once a component.
 * @param owner the component's type and name: a gateway may be called like a namespace, and a hook's name counts in the
 * whole stack
 */
export function createWebhookProof(owner: string, args: WebhookProofArgs): pulumi.ResourceHook {
  const inputs = catchKnown(pulumi.all([args.kubeconfig, args.namespace, args.revision]));
  let proof: Promise<void> | undefined;
  return new pulumi.ResourceHook(`${owner}-webhook-proof`, () => {
    proof ??= inputs().then(async (known) => {
      // Unknown only in a preview, and hooks of this kind do not run there.
      if (known !== undefined) await proveWebhooks(...known);
    });
    return proof;
  });
}

async function proveWebhooks(kubeconfig: string, namespace: string, revision: string): Promise<void> {
  await retry("injects no sidecar", namespace, async () => {
    const pod = await dryRunCreate(kubeconfig, "pods", computeProbePod(namespace, revision));
    const containers = [...pod.spec.containers, ...(pod.spec.initContainers ?? [])];
    if (!containers.some((container) => container.name === "istio-proxy"))
      throw new Error("the pod came back unchanged");
  });
  await retry("validates no Istio object", namespace, async () => {
    await dryRunCreate(kubeconfig, "serviceentries", computeProbeObject(namespace, revision));
  });
}

async function retry(what: string, namespace: string, attempt: () => Promise<void>): Promise<void> {
  const deadline = Date.now() + deadlineMilliseconds;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (Date.now() > deadline) {
        const reason = error instanceof Error ? error.message : String(error);
        const seconds = deadlineMilliseconds / 1000;
        throw new Error(
          `istiod in ${namespace} ${what} after ${seconds} s: ${reason}; see kubectl -n ${namespace} logs -l app=istiod`,
          { cause: error },
        );
      }
    }
    await sleep(pauseMilliseconds);
  }
}

function computeProbePod(namespace: string, revision: string): ProbePod {
  const labels = { "sidecar.istio.io/inject": "true", ...(revision === "" ? {} : { "istio.io/rev": revision }) };
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: "webhook-proof", namespace, labels },
    spec: { containers: [{ name: "app", image: "never-started" }] },
  };
}

function computeProbeObject(namespace: string, revision: string) {
  return {
    apiVersion: "networking.istio.io/v1",
    kind: "ServiceEntry",
    metadata: { name: "webhook-proof", namespace, labels: { "istio.io/rev": revision === "" ? "default" : revision } },
    spec: {
      hosts: ["webhook-proof.invalid"],
      ports: [{ number: 80, name: "http", protocol: "HTTP" }],
      resolution: "DNS",
    },
  };
}
