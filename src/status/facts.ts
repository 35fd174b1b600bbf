import type { Manifest } from "../kubernetes/manifest.js";
import type { ProxyState } from "../istio/control-plane/proxy-sync.js";

// What one look at a cluster has found, as far as the report needs it.

/** Labels or annotations. */
export type Labels = Readonly<Record<string, string>>;

/** A list that could not be read, and why. */
export interface Unread {
  /** `pods`, `Secret shop/web-cert`. */
  what: string;
  reason: string;
}

export interface NamespaceFacts {
  name: string;
  labels: Labels;
}

/** A pod that has not ended. */
export interface PodFacts {
  namespace: string;
  name: string;
  /** What made it, or the pod itself. */
  owner: { kind: string; name: string };
  labels: Labels;
  /** Whether Istio's injector passes it over: it has the node's network, or says no by its annotation. */
  isPassedOver: boolean;
  proxy?: {
    image: string;
    /** Of the injector that added it. */
    revision?: string;
    /** Whether it runs and has been ready, so that istiod must know it. */
    isExpected: boolean;
  };
}

/** A Deployment of istiod. */
export interface IstiodFacts {
  namespace: string;
  name: string;
  revision: string;
  /** As its image's tag, its own answer or its label says it. */
  version?: string;
  replicas: number;
  ready: number;
}

export interface ServiceFacts {
  namespace: string;
  name: string;
  selector: Labels;
  type: string;
  addresses: readonly string[];
}

/** A webhook of Istio's. */
export interface WebhookFacts {
  /** Of the configuration that it stands in. */
  kind: "MutatingWebhookConfiguration" | "ValidatingWebhookConfiguration";
  configuration: string;
  /** Of the control plane that answers. */
  revision: string;
  name: string;
  namespaceSelector: unknown;
  objectSelector: unknown;
  failurePolicy: string;
  /** PEM. */
  authorities: string;
  /** Absent where it is called by a URL. */
  service?: { namespace: string; name: string };
}

/** An event of what could not make its pods, because a webhook of Istio's said no or did not answer. */
export interface InjectionFailure {
  kind: string;
  namespace: string;
  name: string;
  message: string;
}

/** A condition of an object's status that says no. */
export interface NegativeCondition {
  kind: string;
  namespace: string;
  name: string;
  type: string;
  reason: string;
  message: string;
}

/** Certificates in PEM; undefined where a Secret or ConfigMap has none there. */
export interface CertificateFacts {
  kind: "Secret" | "ConfigMap";
  namespace: string;
  name: string;
  /** Whether there is such an object. */
  exists: boolean;
  pem?: string;
}

/** What istiod says of its proxies. */
export interface ProxyFacts {
  states: readonly ProxyState[];
  /** By `<pod>.<namespace>`. */
  versions: ReadonlyMap<string, string>;
  /** Control planes that did not answer. */
  closed: readonly { namespace: string; reason: string }[];
  /** Revisions of those that did. */
  revisions: readonly string[];
}

/** An entry of metadata.managedFields. */
export interface FieldManager {
  manager: string;
  time?: string;
  subresource?: string;
  fieldsV1?: unknown;
}

/** An object that a stack declares, as the cluster has it. */
export interface LiveManifest {
  spec?: unknown;
  managedFields: readonly FieldManager[];
}

/** Served versions of a kind of the Gateway API. */
export interface GatewayApiKind {
  kind: string;
  versions: readonly string[];
}

/** All of it. A list that is undefined could not be read, and `unread` says why. */
export interface ClusterFacts {
  /** Milliseconds. */
  now: number;
  /** URL of the API server. */
  server: string;
  kubernetes?: string;
  namespaces?: readonly NamespaceFacts[];
  pods?: readonly PodFacts[];
  istiods?: readonly IstiodFacts[];
  services?: readonly ServiceFacts[];
  webhooks?: readonly WebhookFacts[];
  /** Ready addresses by `namespace/name` of the Services that webhooks call. */
  endpoints: ReadonlyMap<string, number>;
  failures?: readonly InjectionFailure[];
  conditions: readonly NegativeCondition[];
  /** Gateways and VirtualServices of Istio, Gateways and routes of the Gateway API. */
  routing: readonly Manifest[];
  gatewayApi: readonly GatewayApiKind[];
  /** Roots and issuing certificates of the control planes. */
  authorities: readonly CertificateFacts[];
  /** Certificates that gateways name. */
  credentials: readonly CertificateFacts[];
  proxies: ProxyFacts;
  /**
   * What the stack declares, by `identify`; a value is undefined where the cluster does not have it. What could not be read is no
   * key. Undefined without a stack.
   */
  live?: ReadonlyMap<string, LiveManifest | undefined>;
  unread: readonly Unread[];
}
