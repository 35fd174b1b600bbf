import { z } from "zod";
import { formatClosest } from "../../text/closest.js";
import { findTcpPorts } from "../access-rule.js";
import { dropUndefined } from "../drop-undefined.js";
import { defineKind, type ServiceContext } from "../kind.js";
import { hostPattern, pathPattern } from "../patterns.js";
import { isEveryWithin } from "../rule-containment.js";
import { findSelector } from "../selector.js";

const paths = z.array(pathPattern).min(1).optional();

const schema = z.strictObject({
  provider: z.string().min(1).meta({
    description:
      "Name of one of the mesh configuration's `extensionProviders`, of type envoyExtAuthzHttp or envoyExtAuthzGrpc.",
  }),
  paths: paths.meta({ description: "Paths that it decides on.", default: "all" }),
  notPaths: paths.meta({ description: "Paths that need no decision, such as /healthz." }),
  hosts: z.array(hostPattern).min(1).optional().meta({ description: "Hosts that it decides on.", default: "all" }),
});

export const externalAuthorization = defineKind({
  key: "externalAuthorization",
  summary: "Another service, such as oauth2-proxy or OPA, decides on each request before it arrives.",
  source: "Istio: AuthorizationPolicy with action CUSTOM",
  schema,
  documents: ["service", "namespace"],
  protocols: ["http", "grpc"],
  example: `service: shop/reviews
externalAuthorization:
  provider: oauth2-proxy
  paths: [/admin/*]
`,
  // The same one has to decide on no less.
  isTighter: (inner, outer) =>
    inner.provider === outer.provider &&
    isEveryWithin(outer.paths, inner.paths) &&
    isEveryWithin(outer.hosts, inner.hosts) &&
    isEveryWithin(inner.notPaths ?? [], outer.notPaths ?? []),
  // Istio takes the policies of all levels together, and refuses everything where they name several providers.
  toServiceObjects: ({ provider, ...fields }, context) => {
    const { service } = context;
    findProviderProblem(provider, context);
    const selector = findSelector("externalAuthorization", service, context);
    if (selector === undefined) return [];
    // On a TCP port a provider by HTTP would refuse everything.
    const operation = dropUndefined({ ...fields, notPorts: findTcpPorts(service) });
    const rule = Object.keys(operation).length === 0 ? {} : { to: [{ operation }] };
    const spec = { selector, action: "CUSTOM", provider: { name: provider }, rules: [rule] };
    const metadata = { name: `${service.name}.external-authorization`, namespace: service.namespace };
    return [{ apiVersion: "security.istio.io/v1", kind: "AuthorizationPolicy", metadata, spec }];
  },
});

function findProviderProblem(provider: string, { mesh, report }: ServiceContext): void {
  const known = mesh.extensionProviders;
  if (known === undefined || known.includes(provider)) return;
  const message = `the mesh has no extension provider ${provider}${formatClosest(provider, known)}`;
  report(["provider"], "MESH0203", message, "add it to `meshConfig.extensionProviders`");
}
