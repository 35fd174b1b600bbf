import { z } from "zod";
import { priorityLabel, region, topologyLabel } from "./locality.js";

// Source: ZoneAwareLoadBalancerSetting of Istio's API, `ValidateZoneAwareLbSetting` in its pkg/config/validation/agent.

/** Zones that share the requests of their own callers, as far as each has room. */
export const zoneAwareLbSetting = z
  .strictObject({
    enabled: z.boolean().optional(),
    failover: z
      .array(z.strictObject({ from: region, to: region }))
      .min(1)
      .optional()
      .meta({ description: "Region to use when the caller's region has no endpoint left." }),
    failoverPriority: z
      .array(priorityLabel.refine((label) => !topologyLabel.test(label), "regions and zones are always considered"))
      .min(1)
      .optional()
      .meta({
        description: "Labels: endpoints that have more of the first of them in common with the caller come first.",
      }),
    minClusterSize: z
      .int()
      .min(1)
      .max(4_294_967_295)
      .optional()
      .meta({ description: "With fewer endpoints in the caller's region, zones are ignored.", default: 6 }),
  })
  .superRefine(({ failover = [] }, context) => {
    failover.forEach(({ from, to }, index) => {
      if (from !== to) return;
      const path = ["failover", index, "to"];
      context.addIssue({ code: "custom", path, message: "it must be another region than `from`" });
    });
  });
