import { z } from "zod";
import { defineKind } from "../kind.js";

export const mirror = defineKind({
  key: "mirror",
  summary: "Sends copies of requests to another version or service and discards the answers. No caller waits for them.",
  source: "Istio: VirtualService, HTTPMirrorPolicy",
  schema: z.strictObject({
    to: z.string().meta({ description: "Version, or <namespace>/<service>." }),
    percentage: z
      .number()
      .min(0)
      .max(100)
      .optional()
      .meta({ description: "Percent of the requests that are copied.", default: 100 }),
  }),
  documents: ["service"],
  protocols: ["http", "grpc"],
  example: `service: shop/reviews
versions: { v1: { version: v1 }, v2: { version: v2 } }
routes: [{ name: default, to: { v1: 100 } }]
mirror: { to: v2, percentage: 10 }
`,
  toRoutes: ({ to, percentage = 100 }, route, { resolve }) => {
    const destination = resolve(to, ["to"]);
    if (destination === undefined) return [route];
    return [{ ...route, mirrors: [{ destination, percentage: { value: percentage } }] }];
  },
});
