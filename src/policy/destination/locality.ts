import { z } from "zod";

// Source: LocalityLoadBalancerSetting of Istio's API, `ValidateLocalityLbSetting` in its pkg/config/validation/agent.

const locality = z
  .string()
  .regex(/^(\*|[^/*]+(\/[^/*]+){0,2}(\/\*)?)$/, "it must be a locality such as eu, eu/a, eu/a/1 or eu/*")
  .meta({ examples: ["eu/a"] });
export const region = z.string().regex(/^[^/*]+$/, "it must be a region, without zone and without *");
export const topologyLabel = /^topology\.(kubernetes\.io\/(region|zone)|istio\.io\/subzone)(=|$)/;

export const priorityLabel = z
  .string()
  .regex(/^[^=]+(=[^=]*)?$/, "it must be a label, or a label and a value such as version=v1");

/** Which endpoints are nearer, and what becomes of requests when those fail. */
export const localityLbSetting = z
  .strictObject({
    enabled: z.boolean().optional(),
    distribute: z
      .array(z.strictObject({ from: locality, to: z.record(locality, z.int().min(1).max(100)) }))
      .min(1)
      .optional()
      .meta({
        description: "Share of the requests of callers of one locality, in percent, by the locality that serves.",
      }),
    failover: z
      .array(z.strictObject({ from: region, to: region }))
      .min(1)
      .optional()
      .meta({ description: "Region to use when all endpoints of the caller's region have failed." }),
    failoverPriority: z.array(priorityLabel).min(1).optional().meta({
      description: "Labels: endpoints that have more of the first of them in common with the caller come first.",
    }),
  })
  .superRefine(({ distribute = [], failover = [], failoverPriority = [] }, context) => {
    const refuse = (path: PropertyKey[], message: string) => context.addIssue({ code: "custom", path, message });
    if (distribute.length > 0 && failover.length + failoverPriority.length > 0) {
      refuse(["distribute"], "distribute excludes failover and failoverPriority");
    }
    const second = failover.length > 0 ? failoverPriority.findIndex((label) => topologyLabel.test(label)) : -1;
    if (second !== -1) refuse(["failoverPriority", second], "failover excludes the labels of region, zone and subzone");
    failover.forEach(({ from, to }, index) => {
      if (from === to) refuse(["failover", index, "to"], "it must be another region than `from`");
    });
    distribute.forEach(({ from, to }, index) => {
      const sum = Object.values(to).reduce((total, weight) => total + weight, 0);
      if (sum !== 100) refuse(["distribute", index, "to"], `the weights add up to ${sum}, not to 100`);
      const doubled = findOverlap(Object.keys(to));
      if (doubled !== undefined) refuse(["distribute", index, "to"], doubled);
      const earlier = distribute.slice(0, index).find((other) => overlap(other.from, from));
      if (earlier !== undefined) refuse(["distribute", index, "from"], `it overlaps with ${earlier.from} before it`);
    });
  });

function findOverlap(localities: readonly string[]): string | undefined {
  const found = localities.flatMap((one, index) =>
    localities.slice(index + 1).flatMap((other) => (overlap(one, other) || overlap(other, one) ? [[one, other]] : [])),
  )[0];
  return found && `${found[0]} and ${found[1]} overlap`;
}

/** Whether the later one is never looked at, or is more than the earlier one; `*` may be the last. */
function overlap(earlier: string, later: string): boolean {
  if (earlier === "*" || earlier === later) return true;
  const [one, other] = [earlier, later].map((text) => `${text.replace(/\/\*$/, "")}/`) as [string, string];
  return one.startsWith(other) || other.startsWith(one);
}
