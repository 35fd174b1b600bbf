import { isBlockOrAddress, isInBlock } from "../../text/ip-block.js";
import { isAddedHeader, readHeader } from "../request-fields.js";
import { isDoubt, type Doubt, type Truth } from "../truth.js";
import type { Arrival, Peer } from "./arrival.js";
import { matchesClaim, matchesRequestPrincipal } from "./claims.js";
import { matchesGlob, matchesHost, matchesPath, matchesText } from "./text-patterns.js";
import { expandDomains, expandPrincipals } from "./trust-domains.js";

/** What a rule is judged by, beside the request. */
export interface RuleSurroundings {
  /** Namespace of the policy. */
  namespace: string;
  /** The mesh's trust domain, then its aliases. */
  trustDomains: readonly string[];
}

/** Whether a value stands for what arrives; undefined where istiod takes no such value. */
export type Matcher = (value: string, arrival: Arrival, surroundings: RuleSurroundings) => Truth | undefined;

/** A field of a rule, or a key of its conditions. */
export interface Attribute {
  /** Whether only requests have it, not connections. */
  isHttpOnly: boolean;
  matches: Matcher;
}

const http = (matches: Matcher): Attribute => ({ isHttpOnly: true, matches });
const connection = (matches: Matcher): Attribute => ({ isHttpOnly: false, matches });

const principal = connection((value, arrival, { trustDomains }) =>
  matchesPeer(arrival, ({ trustDomain, namespace, account }) => {
    const own = `${trustDomain}/ns/${namespace}/sa/${account}`;
    return expandPrincipals(value, trustDomains).some((one) => matchesText(one, own));
  }),
);
const sourceNamespace = connection((value, arrival) =>
  matchesPeer(arrival, ({ namespace }) => matchesGlob(value, namespace)),
);
const serviceAccount = connection((value, arrival, surroundings) => {
  const wanted = value.includes("/") ? value : `${surroundings.namespace}/${value}`;
  return matchesPeer(arrival, ({ namespace, account }) => wanted === `${namespace}/${account}`);
});
const trustDomain = connection((value, arrival, { trustDomains }) =>
  matchesPeer(arrival, (peer) => expandDomains(value, trustDomains).some((one) => matchesGlob(one, peer.trustDomain))),
);
const sourceIp = connection((value, { address }) => matchesAddress(value, address));
const remoteIp = connection((value, { clientAddress }) => matchesAddress(value, clientAddress));
const requestPrincipal = http((value, { claims }) => matchesRequestPrincipal(value, claims));
const port = connection((value, arrival) => {
  if (!/^\d+$/.test(value) || Number(value) > 65535) return undefined;
  return arrival.port === undefined ? { doubt: "the port of the pods is not known" } : Number(value) === arrival.port;
});

/** Fields of `source`, each with `not…`. Source: `New` in istio pilot/pkg/security/authz/model/model.go. */
export const sourceFields: Readonly<Record<string, Attribute>> = {
  principals: principal,
  requestPrincipals: requestPrincipal,
  namespaces: sourceNamespace,
  serviceAccounts: serviceAccount,
  trustDomains: trustDomain,
  ipBlocks: sourceIp,
  remoteIpBlocks: remoteIp,
};

/** Fields of `operation`, each with `not…`. */
export const operationFields: Readonly<Record<string, Attribute>> = {
  hosts: http((value, { authority }) => matchesHost(value, authority)),
  ports: port,
  methods: http((value, { request }) => matchesText(value, request.method)),
  paths: http((value, { path }) => matchesPath(value, path)),
};

const conditions: Readonly<Record<string, Attribute>> = {
  "source.ip": sourceIp,
  "remote.ip": remoteIp,
  "source.namespace": sourceNamespace,
  "source.trustDomain": trustDomain,
  "source.serviceAccount": serviceAccount,
  "source.principal": principal,
  "request.auth.principal": requestPrincipal,
  "request.auth.audiences": http((value, { claims }) => matchesClaim(["aud"], value, claims)),
  "request.auth.presenter": http((value, { claims }) => matchesClaim(["azp"], value, claims)),
  "destination.ip": connection((value) => matchesAddress(value, { doubt: "the addresses of the pods are not known" })),
  "destination.port": port,
  "connection.sni": connection((value, { sni }) => (isDoubt(sni) ? sni : matchesText(value, sni))),
};

/** The attribute of a condition's key; undefined where Istio has none, and leaves out the rule. */
export function findCondition(key: string): Attribute | undefined {
  if (Object.hasOwn(conditions, key)) return conditions[key];
  if (key.startsWith("request.headers")) return readHeaderAttribute(key.slice("request.headers".length));
  if (key.startsWith("request.auth.claims")) return readClaimAttribute(key.slice("request.auth.claims".length));
  if (!key.startsWith("experimental.envoy.filters.")) return undefined;
  return connection(() => ({ doubt: `what filters write into "${key}" is not known` }));
}

function readHeaderAttribute(key: string): Attribute {
  const [, name] = /^\[(.*)\]$/s.exec(key) ?? [];
  return http((value, { request, authority }) => {
    if (name === undefined) return undefined;
    const found = readHeader(request, authority, name.toLowerCase());
    if (found !== undefined) return value === "*" || matchesText(value, found);
    return isAddedHeader(name.toLowerCase()) ? { doubt: `proxies write header "${name}" themselves` } : false;
  });
}

/** `[a][b]` is `b` in `a`. */
function readClaimAttribute(key: string): Attribute {
  const isNested = /^(\[[^[\]]*\])+$/.test(key);
  const [, whole] = /^\[(.*)\]$/s.exec(key) ?? [];
  const path = isNested ? key.slice(1, -1).split("][") : whole === undefined ? undefined : [whole];
  return http((value, { claims }) => (path === undefined ? undefined : matchesClaim(path, value, claims)));
}

/** Whoever shows no certificate is nobody, so that no value stands for him. */
function matchesPeer({ peer }: Arrival, matches: (peer: Peer) => boolean): Truth {
  if (peer === undefined) return false;
  return isDoubt(peer) ? peer : matches(peer);
}

function matchesAddress(block: string, address: string | Doubt): Truth | undefined {
  if (!isBlockOrAddress(block)) return undefined;
  if (!isDoubt(address)) return isInBlock(address, block);
  // One that takes all needs no address.
  return block.endsWith("/0") ? true : address;
}
