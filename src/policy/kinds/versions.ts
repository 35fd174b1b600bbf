import { z } from "zod";
import { defineKind } from "../kind.js";
import { podLabels } from "../service/pod-labels.js";

const name = z
  .string()
  .regex(/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/, "a version's name has lower-case letters, digits and -");

export const versions = defineKind({
  key: "versions",
  summary: "The versions of a service by name, each with the labels of its pods; routes and mirrors send to them.",
  source: "Istio: DestinationRule, Subset",
  schema: z.record(name, podLabels),
  documents: ["service"],
  protocols: ["http", "grpc", "tcp"],
  example: "service: shop/reviews\nversions:\n  v1: { version: v1 }\n  v2: { version: v2 }\n",
  toServiceObjects: (value, { service }) =>
    // One object a version, so that versions come and go as resources of their own; Istio merges them.
    Object.entries(value).map(([version, subsetLabels]) => ({
      apiVersion: "networking.istio.io/v1",
      kind: "DestinationRule",
      // A Service's name has no dot, so no other service's object has this name.
      metadata: { name: `${service.name}.${version}`, namespace: service.namespace },
      spec: { host: service.host, subsets: [{ name: version, labels: subsetLabels }] },
    })),
});
