import { hasReadyProxy, proxyContainer, type ProxyStatus } from "../../mesh/ready-proxy.js";
import type { Labels, PodFacts } from "../facts.js";

/** Pod of Kubernetes' API, as far as it is read. */
export interface ApiPod {
  metadata: {
    namespace: string;
    name: string;
    labels?: Labels;
    annotations?: Labels;
    deletionTimestamp?: string;
    ownerReferences?: { kind: string; name: string; controller?: boolean }[];
  };
  spec?: {
    hostNetwork?: boolean;
    containers?: { name: string; image?: string }[];
    initContainers?: { name: string; image?: string }[];
  };
  status?: ProxyStatus & { phase?: string };
}

/** What the report needs of a pod; nothing of one that has ended or is ending. */
export function keepPod({ metadata, spec = {}, status = {} }: ApiPod): PodFacts[] {
  const { namespace, name, labels = {}, annotations = {}, deletionTimestamp } = metadata;
  const { phase = "" } = status;
  if (deletionTimestamp !== undefined || phase === "Succeeded" || phase === "Failed") return [];
  const proxy = [...(spec.containers ?? []), ...(spec.initContainers ?? [])].find((one) => one.name === proxyContainer);
  const revision = annotations["istio.io/rev"];
  const isRefused =
    labels["sidecar.istio.io/inject"] === undefined && annotations["sidecar.istio.io/inject"] === "false";
  return [
    {
      ...{ namespace, name, labels },
      owner: findOwner(metadata),
      isPassedOver: spec.hostNetwork === true || isRefused,
      ...(proxy === undefined
        ? {}
        : {
            proxy: {
              image: proxy.image ?? "",
              ...(revision === undefined ? {} : { revision }),
              isExpected: phase === "Running" && hasReadyProxy(status),
            },
          }),
    },
  ];
}

/** A Deployment's name is that of its ReplicaSet without the hash of its template. */
function findOwner({ name, labels = {}, ownerReferences = [] }: ApiPod["metadata"]): PodFacts["owner"] {
  const owner = ownerReferences.find(({ controller }) => controller === true);
  if (owner === undefined) return { kind: "Pod", name };
  const hash = `-${labels["pod-template-hash"] ?? ""}`;
  return owner.kind === "ReplicaSet" && hash !== "-" && owner.name.endsWith(hash)
    ? { kind: "Deployment", name: owner.name.slice(0, -hash.length) }
    : { kind: owner.kind, name: owner.name };
}
