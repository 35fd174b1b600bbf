import { z } from "zod";
import { externalCall } from "../egress/external-call.js";
import { defineKind } from "../kind.js";

const meshCall = z.string().regex(/^[^/]+\/[^/]+$/, "it must be <namespace>/<name>, as in shop/ratings");

/**
 * What becomes of the external ones is in ../external-hosts.ts, since one host has the same objects for all its callers; the
 * access rules of the called services are theirs.
 */
export const calls = defineKind({
  key: "calls",
  summary:
    "The services and external hosts that this service calls. Its proxies get configuration for these only, and use less memory; [] allows none.",
  source: "Istio: Sidecar and ServiceEntry",
  schema: z.array(z.union([meshCall, externalCall], "it must be <namespace>/<name> or a map with a host")),
  documents: ["service"],
  protocols: ["http", "grpc", "tcp"],
  example: `service: shop/reviews
calls:
  - shop/ratings
  - { host: api.example.com, port: 443, tls: SIMPLE, through: egress }
`,
  toServiceObjects: (value, { service, namespace, mesh, values, resolve, report }) => {
    if (service.selector === undefined) {
      report([], "MESH0207", `the pods of ${namespace}/${service.name} are not known, and calls is for them alone`);
      return [];
    }
    const hosts = value.flatMap((call, index) => {
      if (typeof call !== "string") return [`${namespace}/${call.host}`];
      const called = resolve(call, [index]);
      return called === undefined ? [] : [`${call.split("/")[0]}/${called.host}`];
    });
    // Proxies send spans and questions of authorization by clusters that must be in their scope too.
    const always = mesh.providerHosts?.map((host) => `*/${host}`) ?? [`${mesh.rootNamespace}/*`];
    const scope = [...new Set([...hosts, ...always])];
    const mode = values.egress?.mode as string | undefined;
    const spec = {
      workloadSelector: { labels: service.selector },
      egress: [{ hosts: scope.length === 0 ? ["~/*"] : scope }],
      // A workload's Sidecar takes the place of the namespace's, so it repeats what that says.
      ...(mode === undefined ? {} : { outboundTrafficPolicy: { mode } }),
    };
    const metadata = { name: service.name, namespace };
    return [{ apiVersion: "networking.istio.io/v1", kind: "Sidecar", metadata, spec }];
  },
});
