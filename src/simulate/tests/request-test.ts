import { z } from "zod";
import type { Place, ValuePath } from "../../findings/place.js";

const serviceOrHost = z.string().min(1);
const policyName = z
  .string()
  .regex(/^[a-z0-9.-]+\/[a-z0-9.-]+$/, "it must be <namespace>/<name> of an AuthorizationPolicy, as in shop/reviews");
const percentage = z.number().min(0).max(100);
const statusCode = z.int().min(100).max(599);
const duration = z.string().regex(/^(none|(\d+(\.\d+)?(h|m|s|ms))+)$/, "it must be a duration, as in 2s, or none");

const request = z
  .strictObject({
    from: z.string().min(1).meta({ description: "The caller, as `mesh simulate --from` names it: `shop/web`." }),
    to: z.string().min(1).meta({ description: "The URL as the application writes it: `http://reviews/api?page=1`." }),
    method: z.string().min(1).optional().meta({ description: "The HTTP method. Default: GET." }),
    headers: z.record(z.string(), z.string()).optional().meta({ description: "Headers by name. Default: none." }),
    sni: z.string().min(1).optional().meta({ description: "Server name of the client's TLS. Default: the host." }),
    address: z.string().min(1).optional().meta({ description: "Address of a client outside. Default: not known." }),
    claims: z
      .record(z.string(), z.unknown())
      .optional()
      .meta({ description: "Claims of the valid token that the request carries, with `iss`. Default: no token." }),
  })
  .meta({ description: "One request." });

const reaches = z
  .strictObject({
    service: serviceOrHost.meta({ description: "The service, as `<namespace>/<name>`, or the host of another." }),
    version: z.string().min(1).optional().meta({ description: "The version that gets all requests." }),
    shares: z
      .record(z.string(), percentage)
      .optional()
      .meta({ description: "The percentage of requests that each version gets." }),
    path: z.string().min(1).optional().meta({ description: "Path and query as the application gets them." }),
  })
  .refine(({ version, shares }) => version === undefined || shares === undefined, {
    path: ["shares"],
    message: "version and shares exclude each other; keep one of them",
  })
  .meta({ description: "The service that all requests reach, unless `shares` sum to less than 100." });

const expectation = z
  .strictObject({
    status: z
      .union([statusCode, z.record(z.string().regex(/^[1-5]\d\d$/, "it must be a status, as in 503"), percentage)])
      .optional()
      .meta({
        description:
          "The status that a proxy answers with, or the percentage of requests by status. An application's own status is not known.",
      }),
    reaches: reaches.optional(),
    notReached: serviceOrHost.optional().meta({ description: "The service that no request reaches." }),
    deniedBy: policyName.optional().meta({ description: "The AuthorizationPolicy, as `<namespace>/<name>`." }),
    location: z.string().min(1).optional().meta({ description: "Where a redirect leads." }),
    timeout: duration.optional().meta({ description: "The route's timeout, or `none`." }),
    retries: z.int().min(0).optional().meta({ description: "Retries after the first attempt." }),
  })
  .refine((given) => Object.keys(given).length > 0, {
    message: `it must name at least one of status, reaches, notReached, deniedBy, location, timeout, retries`,
  })
  .meta({ description: "What must come of the request." });

/** The schema of a document that is a test. */
export const requestTestSchema = z
  .strictObject({
    name: z.string().min(1).meta({ description: "What the test proves; unique in its stack." }),
    request,
    expect: expectation,
  })
  .meta({ title: "Test of pulumi-istio", description: "A request, and what must come of it in the mesh of a stack." });

/** A test as it is written. */
export type RequestTest = z.infer<typeof requestTestSchema>;

/** What a test expects. */
export type Expectation = RequestTest["expect"];

/** A test, and where its values stand. */
export interface PlacedTest extends RequestTest {
  locate: (path: ValuePath) => Place;
}

/** The JSON Schema of tests, for editors. */
export function computeTestJsonSchema(): object {
  return z.toJSONSchema(requestTestSchema, { io: "input" });
}
