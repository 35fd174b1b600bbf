import type { Finding, FindingResource } from "../findings/finding.js";
import { findEndOfLife, findSupportEnd } from "../istio/versions/versions.js";
import { countDays, findExpiry, haveCommon } from "./certificates.js";
import type { CertificateFacts, ClusterFacts, IstiodFacts } from "./facts.js";
import { isInjector } from "./injectors.js";
import type { ControlPlaneStatus } from "./report.js";
import { count, say } from "./say.js";

/** Days before the end of a certificate authority from which on it is reported. Its successor must reach all proxies first. */
const authorityDays = 30;

/** The ConfigMap of what proxies trust; Secrets have what istiod signs with. */
export const rootConfigMap = "istio-ca-root-cert";

/** The control planes, and what is wrong with them. */
export function describeControlPlanes(facts: ClusterFacts): { items: ControlPlaneStatus[]; problems: Finding[] } {
  const { istiods = [], authorities, now } = facts;
  const items = istiods.map((istiod) => describe(istiod, findRoot(facts, istiod.namespace), now));
  return {
    items,
    problems: [
      ...(isMissing(facts) ? [say("MESH0602", undefined, "the cluster has no Deployment of istiod")] : []),
      ...istiods.flatMap((istiod) => findProblems(istiod, now)),
      ...authorities
        .filter((one) => !isRootItself(one, findRoot(facts, one.namespace)))
        .flatMap((one) => findAuthorityProblems(one, now)),
    ],
  };
}

/** A cluster whose injector is called all the same has its control plane elsewhere. */
function isMissing({ istiods, webhooks = [] }: ClusterFacts): boolean {
  return istiods?.length === 0 && !webhooks.some(isInjector);
}

/** The certificates that proxies of a control plane trust. */
export function findRoot({ authorities }: ClusterFacts, namespace: string): string | undefined {
  return authorities.find((one) => one.namespace === namespace && one.name === rootConfigMap)?.pem;
}

function describe(
  { namespace, name, revision, version, ready, replicas }: IstiodFacts,
  root: string | undefined,
  now: number,
): ControlPlaneStatus {
  const endOfLife = version === undefined ? undefined : findEndOfLife(version);
  const rootDays = root === undefined ? undefined : countDays(root, now);
  return {
    ...{ namespace, name, revision, ready, replicas },
    ...(version === undefined ? {} : { version }),
    ...(endOfLife === undefined ? {} : { endOfLife }),
    ...(rootDays === undefined ? {} : { rootDays }),
  };
}

function findProblems({ namespace, name, version, ready, replicas }: IstiodFacts, now: number): Finding[] {
  const resource: FindingResource = { kind: "Deployment", namespace, name };
  const today = new Date(now).toISOString().slice(0, 10);
  const end = version === undefined ? undefined : findSupportEnd(version, today);
  const few = `${ready} of ${count(replicas, "replica")} of the control plane ${ready === 1 ? "is" : "are"} ready`;
  return [
    ...(ready < replicas || replicas === 0 ? [say("MESH0603", resource, few)] : []),
    ...(end === undefined ? [] : [say("MESH0103", resource, end.message, end.remedy)]),
  ];
}

/** Where istiod signs by the root itself, the Secret has what the ConfigMap has. */
function isRootItself({ kind, pem = "" }: CertificateFacts, root: string | undefined): boolean {
  return kind === "Secret" && root !== undefined && haveCommon(pem, root);
}

function findAuthorityProblems({ kind, namespace, name, pem }: CertificateFacts, now: number): Finding[] {
  const days = pem === undefined ? undefined : countDays(pem, now);
  if (days === undefined) return [];
  const what = name === rootConfigMap ? "root certificate" : "issuing certificate";
  return findExpiry({ kind, namespace, name }, `the ${what} of the mesh`, days, authorityDays);
}
