import { z } from "zod";
import { formatClosest } from "../../text/closest.js";
import type { ValuePath } from "../../findings/place.js";
import { findTcpPorts } from "../access/access-rule.js";
import { dropUndefined } from "../../text/drop-undefined.js";
import { groupBy } from "../group-by.js";
import { defineKind, type ServiceContext } from "../kind.js";
import { createNamePart } from "../name-part.js";
import { hostPattern, pathPattern } from "../access/patterns.js";
import { isEveryWithin } from "../access/rule-containment.js";
import { findSelector } from "../service/selector.js";
import type { Service } from "../service/service.js";

const paths = z.array(pathPattern).min(1).optional();

const question = z.strictObject({
  provider: z.string().min(1).meta({
    description:
      "Name of one of the mesh configuration's `extensionProviders`, of type envoyExtAuthzHttp or envoyExtAuthzGrpc.",
  }),
  paths: paths.meta({ description: "Paths that it decides on.", default: "all" }),
  notPaths: paths.meta({ description: "Paths that need no decision, such as /healthz." }),
  hosts: z.array(hostPattern).min(1).optional().meta({ description: "Hosts that it decides on.", default: "all" }),
});

type Question = z.infer<typeof question>;

const schema = z
  .union([question, z.array(question).min(1)], "it must be a map with `provider`, or a list of such maps")
  .meta({ description: "A list asks several providers, each about its own requests: see MESH0272." });

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
  // Each must decide on no less.
  isTighter: (inner, outer) => [outer].flat().every((one) => [inner].flat().some((other) => isCovered(one, other))),
  toServiceObjects: (value, context) => {
    const { service } = context;
    const questions = [value].flat();
    const isList = Array.isArray(value);
    questions.forEach((one, index) => checkProvider(one, isList ? [index] : [], context));
    const selector = findSelector("externalAuthorization", service, context);
    if (selector === undefined) return [];
    return groupBy(questions, ({ provider }) => [provider]).map((same) => {
      const [{ provider }] = same;
      const spec = {
        selector,
        action: "CUSTOM",
        provider: { name: provider },
        rules: same.map((one) => renderRule(one, service)),
      };
      const own = isList ? `.${createNamePart(provider)}` : "";
      const metadata = { name: `${service.name}.external-authorization${own}`, namespace: service.namespace };
      return { apiVersion: "security.istio.io/v1", kind: "AuthorizationPolicy", metadata, spec };
    });
  },
});

function isCovered(outer: Question, inner: Question): boolean {
  return (
    inner.provider === outer.provider &&
    isEveryWithin(outer.paths, inner.paths) &&
    isEveryWithin(outer.hosts, inner.hosts) &&
    isEveryWithin(inner.notPaths ?? [], outer.notPaths ?? [])
  );
}

function renderRule({ paths: own, notPaths, hosts }: Question, service: Service): object {
  // On a TCP port a provider by HTTP would refuse everything.
  const operation = dropUndefined({ paths: own, notPaths, hosts, notPorts: findTcpPorts(service) });
  return Object.keys(operation).length === 0 ? {} : { to: [{ operation }] };
}

function checkProvider({ provider }: Question, at: ValuePath, { mesh, report }: ServiceContext): void {
  const known = mesh.extensionProviders;
  if (known === undefined || known.includes(provider)) return;
  const message = `the mesh has no extension provider ${provider}${formatClosest(provider, known)}`;
  report([...at, "provider"], "MESH0203", message, "add it to `meshConfig.extensionProviders`");
}
