import * as pulumi from "@pulumi/pulumi";
import { findSecretProblems, type FoundSecret, type SecretUser } from "../analysis/secret-of-listener.js";
import { createFinding } from "../findings/problem.js";
import type { Finding } from "../findings/finding.js";
import { computeTlsMode } from "../istio/gateway/gateway-listeners.js";
import type { ResolvedGateway } from "../istio/gateway/resolve.js";
import { fetchDefinitionAnnotations, fetchSecret } from "./cluster-api.js";
import { keepEngineWaiting } from "./keep-engine-waiting.js";
import { logWarnings } from "./stop-on-errors.js";

/** What is known of a gateway. */
interface SecretGateway extends Pick<ResolvedGateway, "namespace" | "listeners" | "certificates"> {
  kubeconfig: pulumi.Input<string>;
}

/**
 * Looks, in a preview too, at what others make for the certificates of a gateway, Secrets and cert-manager, and warns of what clients would
 * meet with it. Nothing waits for it, and nothing is said where the cluster is not there yet, or its account may not read them.
 */
export function watchSecrets(resource: pulumi.Resource, gateway: SecretGateway): void {
  const used = listUsed(gateway);
  const asked = Object.entries(gateway.certificates).flatMap(([name, { certManager }]) => (certManager ? name : []));
  if (used.length + asked.length === 0) return;
  pulumi.output(gateway.kubeconfig).apply((kubeconfig) => {
    void keepEngineWaiting(async () => {
      try {
        const found = await Promise.all([
          ...used.map((one) => findProblemsOfSecret(kubeconfig, { ...one, namespace: gateway.namespace })),
          asked.length === 0 ? [] : findCertManagerProblems(kubeconfig, asked),
        ]);
        logWarnings(found.flat(), resource);
      } catch (error) {
        await pulumi.log.debug(error instanceof Error ? error.message : String(error), resource);
      }
    });
  });
}

interface Used {
  name: string;
  users: SecretUser[];
}

/** The Secrets of others, each with the listeners that take their certificate from it. */
function listUsed({ listeners = {}, certificates }: SecretGateway): Used[] {
  const names = new Set(Object.values(certificates).flatMap(({ secret }) => secret ?? []));
  return [...names].flatMap((name) => {
    const users = Object.entries(listeners).flatMap(([key, listener]): SecretUser[] => {
      const { certificate } = listener.tls ?? {};
      if (certificate === undefined || certificates[certificate]?.secret !== name) return [];
      return [{ name: key, hosts: listener.hosts ?? [], asksClients: computeTlsMode(listener) === "MUTUAL" }];
    });
    return users.length === 0 ? [] : [{ name, users }];
  });
}

async function findProblemsOfSecret(
  kubeconfig: string,
  { name, namespace, users }: Used & { namespace: string },
): Promise<Finding[]> {
  const secret = await fetchSecret(kubeconfig, { namespace, name });
  const found: FoundSecret = { name: `${namespace}/${name}`, secret };
  if (secret !== undefined && users.some(({ asksClients }) => asksClients)) {
    found.authority = await fetchSecret(kubeconfig, { namespace, name: `${name}-cacert` });
  }
  return findSecretProblems(found, users, new Date());
}

async function findCertManagerProblems(kubeconfig: string, asked: readonly string[]): Promise<Finding[]> {
  if ((await fetchDefinitionAnnotations(kubeconfig, "certificates.cert-manager.io")) !== undefined) return [];
  const message = `the cluster has no cert-manager yet, but the gateway needs it for the certificates ${asked.join(", ")}`;
  return [createFinding("MESH0258", message)];
}
