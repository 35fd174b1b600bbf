import { z } from "zod";
import { servedHost } from "../egress/external-call.js";
import { defineKind } from "../kind.js";

const path = z
  .string()
  .regex(/^\/$|^(\/[^/?#*]+)+$/, "it must begin with / and must not end with it, as in /reviews, or be / alone");

const exposure = z.strictObject({
  gateway: z.string().meta({ description: "The gateway, as <namespace>/<name>." }),
  hosts: z.array(servedHost).min(1).optional().meta({
    description:
      "Hosts that a listener of the gateway allows; *.example.com only if a listener names it. TCP has no hosts.",
  }),
  paths: z
    .array(path)
    .min(1)
    .optional()
    .meta({
      description: "Each includes the paths below it. The longest matching path applies.",
      default: ["/"],
    }),
  port: z.int().min(1).max(65535).optional().meta({
    description: "Port of the service.",
    default: "the only port that the listener can route to",
  }),
  listener: z.string().optional().meta({
    description: "One of the gateway's listeners; that of TLS and TCP must be named.",
    default: "all with HTTP and HTTPS that take the host",
  }),
});

/** Where a service is reached from outside of the mesh. */
export type Exposure = z.infer<typeof exposure>;

/** What becomes of it is in ../exposed-hosts.ts, since services share hosts. */
export const expose = defineKind({
  key: "expose",
  summary: "The gateways, host names and paths that lead from outside of the mesh to the service, with its own routes.",
  source: "Istio: Gateway and VirtualService",
  schema: z.array(exposure).min(1),
  documents: ["service"],
  protocols: ["http", "grpc", "tcp"],
  example: `service: shop/reviews
expose:
  - { gateway: ingress/public, hosts: [www.service1.io], paths: [/reviews] }
`,
});
