import { clusterSuffix } from "../../mesh/host-names.js";
import { isIP } from "node:net";
import { z } from "zod";
import { ipBlock, serverAddress } from "../addresses.js";

const httpPort = 80;
const tlsPort = 443;

const label = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";

const hostName = `${label}(\\.${label})+`;
const inMesh = "it is a service of the cluster; name it <namespace>/<name>";

/**
 * A host outside of the mesh, or with `*.` in front all below one. It has a dot, so no name of an object made from it is one made from a
 * Service's name.
 */
const calledHost = z
  .string()
  .max(200)
  .regex(
    new RegExp(`^(\\*\\.)?${hostName}$`),
    "it must be a whole host name in lower case, as in api.example.com or *.example.com",
  )
  .refine((host) => !host.endsWith(clusterSuffix), inMesh);

/** A host that clients outside of the mesh ask for; with `*.` in front it stands for all below. */
export const servedHost = z
  .string()
  .max(200)
  .regex(
    new RegExp(`^(\\*\\.)?${hostName}$`),
    "it must be a whole host name in lower case, as in www.example.com or *.example.com",
  )
  .refine((host) => !host.endsWith(clusterSuffix), inMesh);

const settings = z.strictObject({
  mode: z.literal("SIMPLE"),
  caCertificates: z.string().optional().meta({
    description: "Path, in the proxy that originates TLS, of the authority's certificates.",
    default: "those of the proxy's operating system",
  }),
  credentialName: z
    .string()
    .optional()
    .meta({ description: "The same as a Secret in the namespace of the gateway of `through`." }),
  subjectAltNames: z.array(z.string()).min(1).optional(),
  insecureSkipVerify: z.boolean().optional(),
});

/** ClientTLSSettings of Istio's API, as far as a call can have them. */
export type TlsSettings = z.infer<typeof settings>;

const fields = z.strictObject({
  host: calledHost.meta({
    description:
      "The host; with `*.` in front every host below, which the proxy looks up when it is called. That is from Istio 1.30 on, in sidecars.",
  }),
  port: z.int().min(1).max(65535).meta({ description: "Port of the host." }),
  protocol: z
    .enum(["HTTP", "HTTP2", "GRPC", "TLS", "TCP"])
    .optional()
    .meta({ description: "What the application speaks.", default: "HTTP on port 80 and with tls, TLS on port 443" }),
  tls: z
    .union([z.literal("SIMPLE"), settings], "it must be SIMPLE, or a map with mode: SIMPLE")
    .optional()
    .meta({
      description: "The application speaks HTTP to port 80 of the host, and the mesh TLS to `port`.",
    }),
  through: z
    .union([z.string(), z.literal(false)], "it must be the name of a gateway, or false")
    .optional()
    .meta({
      description: "The egress gateway, by name or <namespace>/<name>; false: no egress gateway.",
      default: "that of `egress`",
    }),
  addresses: z
    .array(ipBlock)
    .min(1)
    .optional()
    .meta({ description: "Addresses that the application connects to. They alone distinguish TCP hosts." }),
  endpoints: z
    .array(serverAddress)
    .min(1)
    .optional()
    .meta({ description: "Addresses of the servers.", default: "what DNS says of the host" }),
});

/** A call to a host outside of the mesh. */
export const externalCall = fields
  .refine(({ protocol, tls, port }) => protocol ?? tls ?? (port === 80 || port === 443), {
    path: ["protocol"],
    message: "it is needed for other ports than 80 and 443",
  })
  .refine(
    ({ protocol, tls }) => tls === undefined || protocol === undefined || (protocol !== "TLS" && protocol !== "TCP"),
    {
      path: ["protocol"],
      message: "with tls, it must be HTTP, HTTP2 or GRPC",
    },
  )
  .refine(({ protocol, addresses }) => protocol !== "TCP" || addresses !== undefined, {
    path: ["addresses"],
    message: "TCP needs addresses, since it carries no host name",
  })
  .superRefine(({ host, port, protocol, tls, addresses, endpoints }, context) => {
    if (!isWildcard(host)) return;
    const refuse = (path: string, message: string) => context.addIssue({ code: "custom", path: [path], message });
    const own = `and ${host} is for many hosts, each with addresses of its own`;
    if (addresses !== undefined) refuse("addresses", `they are of one host, ${own}`);
    if (endpoints !== undefined) refuse("endpoints", `they are of one host, ${own}`);
    if (protocol === "TCP") refuse("protocol", `TCP carries no host name to tell the hosts of ${host} apart`);
    if (tls !== undefined && port !== tlsPort) refuse("port", `for hosts with * and tls it must be ${tlsPort}`);
  });

/** Whether a call is for all hosts below one. */
export function isWildcard(host: string): boolean {
  return host.startsWith("*.");
}

/** A call to a host outside of the mesh. */
export type ExternalCall = z.infer<typeof externalCall>;

/** A port of an external host as the application sees it: Port of ServiceEntry, and what is done on the way. */
export interface ExternalPort {
  number: number;
  protocol: NonNullable<ExternalCall["protocol"]>;
  targetPort?: number;
  tls?: TlsSettings;
}

/** The port that a call is to. With `tls` the application speaks plain HTTP, and that is port 80. */
export function computePort({ port, protocol, tls }: ExternalCall): ExternalPort {
  if (tls === undefined) return { number: port, protocol: protocol ?? (port === tlsPort ? "TLS" : "HTTP") };
  const given = tls === "SIMPLE" ? { mode: tls } : tls;
  return { number: httpPort, protocol: protocol ?? "HTTP", targetPort: port, tls: given };
}

/** ServiceEntry's way to the servers. */
export function computeResolution({
  host,
  endpoints = [],
}: Pick<ExternalCall, "host" | "endpoints">): "DNS" | "DYNAMIC_DNS" | "STATIC" {
  if (isWildcard(host)) return "DYNAMIC_DNS";
  return endpoints.length > 0 && endpoints.every((address) => isIP(address) !== 0) ? "STATIC" : "DNS";
}
