import type { z } from "zod";
import type { Code } from "../findings/codes.js";
import type {
  GatewayApiChoice,
  ListenerProtocol,
  ListenerTlsMode,
  TlsVersion,
} from "../mesh/gateway/listener-choices.js";
import type { Manifest } from "../kubernetes/manifest.js";
import type { ValuePath } from "../findings/place.js";
import type { PathRewrite } from "./routes/path-rewrites.js";
import type { Redirect } from "./routes/redirects.js";
import type { Service } from "./service/service.js";

/** What a document is about; also its first key. */
export type DocumentType = "service" | "namespace" | "mesh";

/** A kind of policy: one key of the documents. A kind has at least one of the `to…` functions. */
export interface PolicyKind<
  Key extends string = string,
  Schema extends z.ZodType = z.ZodType<any>,
  Type extends DocumentType = DocumentType,
> {
  /** The key in the documents. */
  key: Key;
  /** What it does, in one or two sentences for the reference page and the console. */
  summary: string;
  /** The page or field of Istio's documentation that it stands for. */
  source: string;
  /** Its value, with `meta({ description })` on what is not obvious. */
  schema: Schema;
  /** The documents that may have it. In those of a namespace or the mesh it is a default. */
  documents: readonly Type[];
  /** Protocols that it works for; a service that has none of them is told so. */
  protocols: readonly ("http" | "grpc" | "tcp")[];
  /** A whole document, as YAML, that a test compiles and the reference page shows. */
  example: string;
  /**
   * Whether the inner value allows no more than the outer one. A kind without it cannot be in `tightenOnly`.
   */
  isTighter?(inner: z.output<Schema>, outer: z.output<Schema>): boolean;
  /** What becomes of one route of the service: itself with more fields, or several in its place. Inherited. */
  toRoutes?(value: z.output<Schema>, route: HttpRoute, context: ServiceContext): HttpRoute[];
  /**
   * Objects beside what one route has become after all kinds; a route's own value counts here too. Inherited.
   * The last of the routes has the name that the document gives it.
   */
  toRouteObjects?(value: z.output<Schema>, routes: readonly HttpRoute[], context: ServiceContext): Manifest[];
  /** Fields of the DestinationRule's traffic policy of the service. Inherited. */
  toTrafficPolicy?(value: z.output<Schema>, context: ServiceContext): Record<string, unknown>;
  /** Objects of its own, at the level of the document that has it: Istio does the inheriting of these itself. */
  toObjects?(value: z.output<Schema>, context: Context): Manifest[];
  /** Objects of its own for every service that it is in effect for, inherited or not. */
  toServiceObjects?(value: z.output<Schema>, context: ServiceContext): Manifest[];
}

/** A route of a VirtualService: HTTPRoute of Istio's API, but for `rewrite` and `redirect`, of which `renderRoutes` makes that. */
export interface HttpRoute {
  name?: string;
  match?: Record<string, any>[];
  rewrite?: PathRewrite;
  redirect?: Redirect;
  /** Absent in a redirect, a direct response or a delegate. */
  route?: { destination: Destination; weight?: number; headers?: Record<string, any> }[];
  [field: string]: any;
}

/** Where requests go: Destination of Istio's API. */
export interface Destination {
  host: string;
  subset?: string;
  port?: { number: number };
}

/** What a render function knows besides its value. */
export interface Context {
  /** Namespace that the objects of the document live in: the service's, the namespace itself, or the root namespace. */
  namespace: string;
  /** The service, in its own document. */
  service?: Service;
  /** Values in effect here, of all kinds, by key. */
  values: Readonly<Record<string, any>>;
  /** Values of this kind that say something here, each with the document that has it, from the outermost; the last one counts. */
  given: readonly { type: DocumentType; value: any }[];
  mesh: MeshFacts;
  /** All services that are declared or have a document, by `namespace/name`. */
  services: ReadonlyMap<string, Service>;
  /** What each service's own document says, by `namespace/name`, in a stable order. */
  serviceValues: ReadonlyMap<string, Readonly<Record<string, any>>>;
  /** Says what is wrong at a path of the value. */
  report: (path: ValuePath, code: Code, message: string, remedy?: string) => void;
}

/** What a render function for one service knows. */
export interface ServiceContext extends Context {
  service: Service;
  /** Services that declare, by `calls`, that they call this one. */
  callers: readonly Service[];
  /** A version of this service, or `namespace/name` of another one; what is unknown is reported at the path. */
  resolve: (to: string, path: ValuePath) => Destination | undefined;
}

/** What policies must know of the mesh. */
export interface MeshFacts {
  /** Namespace of the control plane, where policies of the whole mesh live. */
  rootNamespace: string;
  /** Names of the mesh configuration's extension providers; undefined where the mesh is not ours. */
  extensionProviders?: readonly string[];
  /** Hosts of the services behind those providers, which every proxy must reach; undefined where they are not known. */
  providerHosts?: readonly string[];
  /** Whether routes of the Gateway API can say retries. @default false */
  hasRouteRetries?: boolean;
  /** Names of the namespaces that the stack declares. @default - only those of its objects are known */
  namespaces?: readonly string[];
  /** The gateways of the mesh. */
  gateways: readonly {
    name: string;
    namespace: string;
    labels: Readonly<Record<string, string>>;
    /** By which API what is exposed at it is written. @default - Istio's */
    api?: GatewayApiChoice;
    /** By name; undefined where they are not known, which makes nothing of an exposure that names one. */
    listeners?: Readonly<Record<string, MeshListener>>;
  }[];
}

/** What a gateway listens for, and for whom: a Server of Istio's Gateway, and who may use it. */
export interface MeshListener {
  protocol: ListenerProtocol;
  /** Port of the gateway's Service. */
  port: number;
  /**
   * Hosts that may be exposed: `www.example.com`, or `*.example.com` for all below it.
   * @default - every host that is not a wildcard
   */
  hosts?: string[];
  /**
   * Namespaces whose services may be exposed.
   * @default - all
   */
  namespaces?: string[];
  /**
   * Answers plain HTTP with a redirect to HTTPS.
   * @default false
   */
  httpsRedirect?: boolean;
  /**
   * TLS, with HTTPS and TLS.
   * @default - none with HTTP and TCP
   */
  tls?: MeshListenerTls;
}

/** ServerTLSSettings of Istio's API, as far as listeners have them. */
export interface MeshListenerTls {
  mode: ListenerTlsMode;
  /**
   * Name of the Secret beside the gateway's pods.
   * @default - none, with PASSTHROUGH
   */
  credentialName?: string;
  /**
   * Hosts that the certificate is for; what is exposed must be among them.
   * @default - not known
   */
  certificateHosts?: string[];
  /**
   * The lowest TLS version that a client may speak.
   * @default - Istio's own
   */
  minProtocolVersion?: TlsVersion;
}

/** Keeps key, value type and documents of a kind. */
export function defineKind<const Key extends string, Schema extends z.ZodType, const Type extends DocumentType>(
  kind: PolicyKind<Key, Schema, Type>,
): PolicyKind<Key, Schema, Type> {
  return kind;
}
