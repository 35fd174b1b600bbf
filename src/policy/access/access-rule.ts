import { z } from "zod";
import { ipBlock } from "../addresses.js";
import { checkCaller, findCallers } from "./callers.js";
import { dropUndefined } from "../../text/drop-undefined.js";
import type { Context } from "../kind.js";
import type { ValuePath } from "../../findings/place.js";
import { domainPattern, hostPattern, methodPattern, pathPattern, pattern, principalPattern } from "./patterns.js";
import type { Service } from "../service/service.js";
import { resolveTargetPorts } from "./target-ports.js";

const patterns = z.array(pattern).min(1);
// An empty map would ask for nothing, and so match everything.
const named = <T extends z.ZodType>(values: T) =>
  z
    .record(z.string().regex(/^[^[\]]+$/), values)
    .refine((value) => Object.keys(value).length > 0, "name at least one claim");
const caller = z
  .string()
  .regex(
    /^[a-z0-9]([-a-z0-9]*[a-z0-9])?\/(\*|[a-z0-9]([-a-z0-9]*[a-z0-9])?)$/,
    "it must be <namespace>/<service> or <namespace>/*",
  );

/** Which requests: every field that is given must hold, by any one of its values. Rule of Istio's AuthorizationPolicy. */
export const accessRule = z.strictObject({
  from: z.array(caller).min(1).optional().meta({
    description:
      "Callers, as <namespace>/<service>, <namespace>/<gateway> or <namespace>/*; known by their certificates.",
  }),
  principals: z.array(principalPattern).min(1).optional().meta({
    description: "More callers than those of `from`, by identity, as in cluster.local/ns/shop/sa/cart.",
  }),
  trustDomains: z.array(domainPattern).min(1).optional().meta({
    description: "Trust domains of the callers' certificates, as in cluster.local. From Istio 1.30.2 on.",
  }),
  ipBlocks: z.array(ipBlock).min(1).optional().meta({
    description: "Addresses of the callers' connections.",
  }),
  remoteIpBlocks: z.array(ipBlock).min(1).optional().meta({
    description:
      "Addresses of the clients behind gateways and proxies, as x-forwarded-for has them; a caller in the mesh can write that itself, so name `from` too.",
  }),
  requestPrincipals: patterns.optional().meta({ description: "<issuer>/<subject> of the request's token." }),
  methods: z
    .array(methodPattern)
    .min(1)
    .optional()
    .meta({ description: "HTTP methods; every gRPC request is a POST." }),
  paths: z.array(pathPattern).min(1).optional().meta({
    description:
      "/exact, /prefix*, */suffix, or with {*} for one and {**} for any segments; of gRPC /package.Service/Method.",
  }),
  hosts: z.array(hostPattern).min(1).optional(),
  ports: z.array(z.int().min(1).max(65535)).min(1).optional().meta({ description: "Ports of the Service." }),
  claims: named(z.union([patterns, named(patterns)]))
    .optional()
    .meta({
      description: "Claims of the request's token, each with the values that will do; a map for claims in a claim.",
    }),
});

/** One rule of a document. */
export type AccessRule = z.infer<typeof accessRule>;

const httpFields = ["requestPrincipals", "methods", "paths", "hosts", "claims"] as const;

/** Reports what is wrong with a rule whatever service it is for. */
export function checkRule(rule: AccessRule, at: ValuePath, context: Context): void {
  rule.from?.forEach((one, index) => checkCaller(one, [...at, "from", index], context));
}

/** Reports what is wrong with a rule for the service whose own it is. */
export function checkRuleOfService(rule: AccessRule, at: ValuePath, service: Service, report: Context["report"]): void {
  const { namespace, name, ports } = service;
  const id = `${namespace}/${name}`;
  rule.ports?.forEach((port, index) => resolveTargetPorts(port, service, [...at, "ports", index], report));
  const meant = ports.filter(({ number }) => rule.ports?.includes(number) ?? true);
  const isAll = (protocol: string) => meant.length > 0 && meant.every((port) => port.protocol === protocol);
  const tcp = rule.ports === undefined ? [] : meant.filter(({ protocol }) => protocol === "tcp");
  for (const field of httpFields.filter((one) => rule[one] !== undefined)) {
    if (!isAll("tcp") && tcp.length === 0) continue;
    const which = rule.ports === undefined ? `${id} has only TCP ports` : `port ${tcp[0]?.number} of ${id} is TCP`;
    report([...at, field], "MESH0204", `${field} works for HTTP and gRPC, and ${which}`);
  }
  const isPost = rule.methods?.some((method) => ["POST", "*"].includes(method)) ?? true;
  if (isAll("grpc") && !isPost) {
    const message = `every gRPC request is a POST, so the methods ${rule.methods?.join(", ")} match none of ${id}`;
    report(
      [...at, "methods"],
      "MESH0204",
      message,
      "leave methods out, and name paths such as /package.Service/Method",
    );
  }
}

/**
 * The rule as Istio wants it for one service; undefined where it cannot match any request there.
 *
 * What Istio does with HTTP fields on TCP connections (Generate in its pilot/pkg/security/authz/model): of an ALLOW rule it drops
 * the rule, of a DENY rule only these fields, so that it would refuse every connection. A DENY rule is kept off TCP ports for that.
 */
export function renderRule(
  rule: AccessRule,
  action: "ALLOW" | "DENY",
  service: Service,
  context: Context,
): object | undefined {
  const isHttp = httpFields.some((field) => rule[field] !== undefined);
  const tcp = service.ports.filter(({ protocol }) => protocol === "tcp");
  if (isHttp && tcp.length > 0 && tcp.length === service.ports.length) return undefined;
  const sources = renderSources(rule, context);
  const ports = rule.ports?.flatMap((port) => service.ports.find(({ number }) => number === port)?.targets ?? []);
  if (sources?.length === 0 || ports?.length === 0) return undefined;
  const isKeptOff = action === "DENY" && isHttp && ports === undefined;
  const operation = dropUndefined({
    methods: rule.methods,
    paths: rule.paths,
    hosts: rule.hosts,
    ports: ports?.map(String),
    notPorts: isKeptOff ? findTcpPorts(service) : undefined,
  });
  const when = renderClaims(rule.claims);
  return dropUndefined({
    from: sources?.map((source) => ({ source })),
    to: Object.keys(operation).length === 0 ? undefined : [{ operation }],
    when: when.length === 0 ? undefined : when,
  });
}

/** The ports that rules by HTTP fields must be kept off, as `notPorts`; undefined where there are none. */
export function findTcpPorts({ ports }: Service): string[] | undefined {
  const tcp = ports.filter(({ protocol }) => protocol === "tcp").flatMap(({ targets }) => targets.map(String));
  return tcp.length === 0 ? undefined : tcp;
}

/** Undefined where every caller will do, empty where none is known. */
function renderSources(
  { from, principals, trustDomains, ipBlocks, remoteIpBlocks, requestPrincipals }: AccessRule,
  context: Context,
): object[] | undefined {
  const common = dropUndefined({ trustDomains, ipBlocks, remoteIpBlocks, requestPrincipals });
  if (from === undefined && principals === undefined) return Object.keys(common).length === 0 ? undefined : [common];
  const callers = findCallers(from ?? [], context);
  const all = [...callers.principals, ...(principals ?? [])];
  return [
    ...(all.length === 0 ? [] : [{ principals: all, ...common }]),
    ...(callers.namespaces.length === 0 ? [] : [{ namespaces: callers.namespaces, ...common }]),
  ];
}

function renderClaims(claims: AccessRule["claims"] = {}): object[] {
  return Object.entries(claims).flatMap(([claim, values]) =>
    Array.isArray(values)
      ? [{ key: `request.auth.claims[${claim}]`, values }]
      : Object.entries(values).map(([inner, own]) => ({ key: `request.auth.claims[${claim}][${inner}]`, values: own })),
  );
}
