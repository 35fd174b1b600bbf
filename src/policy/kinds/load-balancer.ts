import { z } from "zod";
import { duration, durationOrZero } from "../duration.js";
import { headerName } from "../routes/header-name.js";
import { defineKind } from "../kind.js";
import { localityLbSetting } from "../destination/locality.js";
import { zoneAwareLbSetting } from "../destination/zone-aware.js";

// Of these one says what is hashed. Source: ConsistentHashLB of Istio's API.
const hashKeys = ["httpHeaderName", "httpCookie", "useSourceIp", "httpQueryParameterName"] as const;

const tableSize = z
  .int()
  .max(5_000_010)
  .refine(isPrime, "it must be a prime number")
  .meta({ examples: [65537] });

const consistentHash = z
  .strictObject({
    httpHeaderName: headerName.optional(),
    httpCookie: z
      .strictObject({ name: z.string().min(1), path: z.string().optional(), ttl: durationOrZero.optional() })
      .optional()
      .meta({ description: "With `ttl`, a caller without the cookie gets one; 0s: for its session." }),
    useSourceIp: z.literal(true).optional().meta({ description: "The only key that TCP supports." }),
    httpQueryParameterName: z.string().min(1).optional(),
    ringHash: z.strictObject({ minimumRingSize: z.int().min(1).max(8_388_608).optional() }).optional(),
    maglev: z.strictObject({ tableSize }).optional(),
  })
  .superRefine((value, context) => {
    const refuse = (message: string) => context.addIssue({ code: "custom", message });
    if (hashKeys.filter((key) => value[key] !== undefined).length !== 1) {
      refuse(`it must have one of ${hashKeys.join(", ")}`);
    }
    if (value.ringHash !== undefined && value.maglev !== undefined) refuse("ringHash and maglev exclude each other");
  });

const algorithms = ["ROUND_ROBIN", "LEAST_REQUEST", "RANDOM", "PASSTHROUGH"] as const;

/** The name that Istio deprecated in 1.14; undefined of any other value, which the list of choices is said of. */
function nameSuccessor({ input }: { input?: unknown }): string | undefined {
  return input === "LEAST_CONN" ? 'Istio calls it "LEAST_REQUEST" now' : undefined;
}

const warmup = z.strictObject({
  duration,
  minimumPercent: z.number().min(0).max(100).optional().meta({ description: "Share at the start.", default: 10 }),
  aggression: z.number().gt(0).optional().meta({ description: "Above 1 it rises faster at first.", default: 1 }),
});

export const loadBalancer = defineKind({
  key: "loadBalancer",
  summary:
    "Which replica gets a request: round robin, the least busy, a random one, always the same one for a key, or the nearest.",
  source: "Istio: DestinationRule, LoadBalancerSettings",
  schema: z
    .strictObject({
      simple: z.enum(algorithms, { error: nameSuccessor }).optional(),
      consistentHash: consistentHash.optional().meta({ description: "Requests with one key go to one replica." }),
      localityLbSetting: localityLbSetting.optional(),
      zoneAwareLbSetting: zoneAwareLbSetting.optional().meta({
        description:
          "Requests stay in the caller's zone as far as its endpoints have room for them. From Istio 1.31 on, in sidecars whose proxyMetadata has ISTIO_META_ENABLE_SELF_DISCOVERY.",
      }),
      warmup: warmup.optional().meta({ description: "New replicas get their full share only after a while." }),
    })
    .refine((value) => Object.values(value).some((one) => one !== undefined), "it must say something")
    .refine((value) => value.simple === undefined || value.consistentHash === undefined, {
      message: "simple and consistentHash exclude each other",
    })
    .refine((value) => value.localityLbSetting === undefined || value.zoneAwareLbSetting === undefined, {
      message: "localityLbSetting and zoneAwareLbSetting exclude each other",
    }),
  documents: ["service", "namespace", "mesh"],
  protocols: ["http", "grpc", "tcp"],
  example: "service: shop/reviews\nloadBalancer:\n  consistentHash: { httpHeaderName: x-user }\n",
  toTrafficPolicy: (value, { service, values, report }) => {
    const name = `${service.namespace}/${service.name}`;
    const { simple, consistentHash: hash, warmup: slowStart } = value;
    if (hash !== undefined && hash.useSourceIp === undefined && hasOnlyTcp(service)) {
      const key = hashKeys.find((one) => hash[one] !== undefined) ?? "";
      report(["consistentHash", key], "MESH0209", `${name} has only TCP, which has no ${key}`, "use useSourceIp");
    }
    if (slowStart !== undefined && (hash !== undefined || simple === "RANDOM" || simple === "PASSTHROUGH")) {
      const message = `warmup works for ROUND_ROBIN and LEAST_REQUEST, and ${name} has ${simple ?? "consistentHash"}`;
      report(["warmup"], "MESH0209", message, "remove it, or choose one of these two");
    }
    for (const setting of ["localityLbSetting", "zoneAwareLbSetting"] as const) {
      const fails = (["failover", "failoverPriority"] as const).find((key) => value[setting]?.[key] !== undefined);
      if (fails === undefined || value[setting]?.enabled === false || values.outlierDetection !== undefined) continue;
      const message = `${fails} needs outlierDetection, which ${name} does not have`;
      report([setting, fails], "MESH0209", message, "add outlierDetection");
    }
    return { loadBalancer: value };
  },
});

function hasOnlyTcp({ ports }: { ports: readonly { protocol: string }[] }): boolean {
  return ports.length > 0 && ports.every(({ protocol }) => protocol === "tcp");
}

function isPrime(size: number): boolean {
  if (size < 2) return false;
  for (let divisor = 2; divisor * divisor <= size; divisor++) {
    if (size % divisor === 0) return false;
  }
  return true;
}
