import { z } from "zod";
import { formatClosest } from "../../text/closest.js";
import type { Code } from "../../findings/codes.js";
import type { ValuePath } from "../../findings/place.js";
import { duration } from "../duration.js";
import { defineKind } from "../kind.js";
import { nameGlobalLimit, renderGlobalDescriptor, type GlobalLimit } from "../rate-limit/rate-limits.js";
import type { Service } from "../service/service.js";

const schema = z.strictObject({
  service: z
    .string()
    .regex(/^[^/]+\/[^/]+$/, "it must be <namespace>/<name>, as in infra/ratelimit")
    .meta({ description: "The Service of envoyproxy/ratelimit, as `<namespace>/<name>`." }),
  port: z.int().min(1).max(65535).meta({ description: "Its gRPC port." }),
  domain: z.string().min(1).default("mesh").meta({ description: "Tells apart meshes that share the service." }),
  timeout: duration.default("100ms").meta({ description: "How long a request waits for the service's answer." }),
  failureModeDeny: z
    .boolean()
    .default(false)
    .meta({ description: "Whether requests are refused, by 500, while the service does not answer." }),
});

/** The rate limit service of a mesh. */
export type RateLimitService = z.output<typeof schema>;

export const rateLimitService = defineKind({
  key: "rateLimitService",
  summary:
    "The service that counts global rate limits: envoyproxy/ratelimit, which the stack deploys. ConfigMap <name>.limits in its namespace has the limits of all services, for its folder of configuration.",
  source: "Envoy: rate limit service; envoyproxy/ratelimit",
  schema,
  documents: ["mesh"],
  protocols: ["http", "grpc"],
  example: `mesh: default
rateLimitService: { service: infra/ratelimit, port: 8081, timeout: 50ms }
---
service: infra/ratelimit
`,
  toObjects: (value, { services, serviceValues, report }) => {
    const found = resolveRateLimitService(value, services);
    if (typeof found !== "string") {
      report(found.path, found.code, found.message);
      return [];
    }
    const descriptors = [...serviceValues].flatMap(([id, { rateLimit }]) =>
      ((rateLimit?.global ?? []) as GlobalLimit[]).map((limit, index) =>
        renderGlobalDescriptor(limit, nameGlobalLimit(id, index)),
      ),
    );
    const [namespace, name] = value.service.split("/");
    const text = JSON.stringify({ domain: value.domain, descriptors }, null, 2);
    return [
      {
        apiVersion: "v1",
        kind: "ConfigMap",
        metadata: { name: `${name}.limits`, namespace },
        // JSON is YAML.
        data: { "limits.yaml": `${text}\n` },
      },
    ];
  },
});

/** Host of the rate limit service, or what is wrong with its address. */
export function resolveRateLimitService(
  { service: id, port }: RateLimitService,
  services: ReadonlyMap<string, Service>,
): string | { path: ValuePath; code: Code; message: string } {
  const service = services.get(id);
  if (service === undefined) {
    const message = `there is no service ${id}${formatClosest(id, [...services.keys()])}`;
    return { path: ["service"], code: "MESH0203", message };
  }
  const { ports, host } = service;
  const found = ports.find(({ number }) => number === port);
  if (ports.length > 0 && found === undefined) {
    const known = ports.map(({ number }) => number).join(", ");
    return { path: ["port"], code: "MESH0203", message: `${id} has no port ${port}; its ports are ${known}` };
  }
  if (found !== undefined && found.protocol !== "grpc") {
    const message = `proxies ask the rate limit service by grpc, and port ${port} of ${id} is ${found.protocol}`;
    return { path: ["port"], code: "MESH0204", message };
  }
  return host;
}
