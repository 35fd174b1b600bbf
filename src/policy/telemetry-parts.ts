import { z } from "zod";

const providers = z.array(z.string().min(1)).min(1);

/** What is logged: AccessLogging of Istio's Telemetry API. */
export const accessLog = z.strictObject({
  providers: providers
    .default(["envoy"])
    .meta({ description: "Extension providers; envoy writes to the pod's output." }),
  filter: z
    .string()
    .min(1)
    .optional()
    .meta({
      description: "CEL expression: only requests that match it are logged.",
      examples: ["response.code >= 400"],
    }),
  disabled: z.boolean().optional(),
});

const tag = z
  .strictObject({
    literal: z.string().min(1).optional(),
    header: z.string().min(1).optional().meta({ description: "The request's header that the value is from." }),
    environment: z.string().min(1).optional().meta({ description: "The proxy's variable that the value is from." }),
    defaultValue: z.string().optional(),
  })
  .refine(
    ({ literal, header, environment, defaultValue }) =>
      [literal, header, environment].filter((given) => given !== undefined).length === 1 &&
      (literal === undefined || defaultValue === undefined),
    "name one of literal, header and environment, and defaultValue only with the last two",
  );

/** What is traced: Tracing of Istio's Telemetry API. */
export const tracing = z.strictObject({
  // Istio takes a list and uses its first.
  providers: providers.max(1).optional().meta({ description: "The extension provider.", default: "the mesh's own" }),
  sampling: z.number().min(0).max(100).optional().meta({ description: "Percentage of the traces that begin here." }),
  tags: z.record(z.string().min(1), tag).optional().meta({ description: "Tags of every span, by name." }),
  disabled: z.boolean().optional().meta({ description: "No spans. The trace context is still passed on." }),
});

const metricNames = [
  "ALL_METRICS",
  "REQUEST_COUNT",
  "REQUEST_DURATION",
  "REQUEST_SIZE",
  "RESPONSE_SIZE",
  "TCP_OPENED_CONNECTIONS",
  "TCP_CLOSED_CONNECTIONS",
  "TCP_SENT_BYTES",
  "TCP_RECEIVED_BYTES",
  "GRPC_REQUEST_MESSAGES",
  "GRPC_RESPONSE_MESSAGES",
] as const;

const tagOverride = z
  .strictObject({ operation: z.enum(["UPSERT", "REMOVE"]).default("UPSERT"), value: z.string().min(1).optional() })
  .refine(
    ({ operation, value }) => (operation === "UPSERT") === (value !== undefined),
    "UPSERT needs a value, and REMOVE has none",
  );

/** What is counted: Metrics of Istio's Telemetry API. */
export const metrics = z.strictObject({
  providers: providers.optional().meta({ description: "Extension providers.", default: "the mesh's own" }),
  overrides: z
    .array(
      z.strictObject({
        match: z
          .strictObject({
            metric: z.enum(metricNames).default("ALL_METRICS"),
            mode: z.enum(["CLIENT_AND_SERVER", "CLIENT", "SERVER"]).optional(),
          })
          .optional(),
        disabled: z.boolean().optional(),
        tagOverrides: z.record(z.string().min(1), tagOverride).optional(),
      }),
    )
    .min(1),
});

/** AccessLogging of Istio's API; without a provider Istio would drop the filter, so it always has one. */
export function renderAccessLog({ providers: names, filter, disabled }: z.output<typeof accessLog>): object {
  return {
    providers: renderProviders(names),
    ...(filter === undefined ? {} : { filter: { expression: filter } }),
    ...(disabled === undefined ? {} : { disabled }),
  };
}

/** Tracing of Istio's API. */
export function renderTracing({ providers: names, sampling, tags, disabled }: z.output<typeof tracing>): object {
  return {
    ...(names === undefined ? {} : { providers: renderProviders(names) }),
    ...(sampling === undefined ? {} : { randomSamplingPercentage: sampling }),
    ...(tags === undefined ? {} : { customTags: mapValues(tags, renderTag) }),
    ...(disabled === undefined ? {} : { disableSpanReporting: disabled }),
  };
}

function renderTag({ literal, header, environment, defaultValue }: z.output<typeof tag>): object {
  if (literal !== undefined) return { literal: { value: literal } };
  const otherwise = defaultValue === undefined ? {} : { defaultValue };
  return header === undefined
    ? { environment: { name: environment, ...otherwise } }
    : { header: { name: header, ...otherwise } };
}

/** Metrics of Istio's API. */
export function renderMetrics({ providers: names, overrides }: z.output<typeof metrics>): object {
  return { ...(names === undefined ? {} : { providers: renderProviders(names) }), overrides };
}

function renderProviders(names: readonly string[]): object[] {
  return names.map((name) => ({ name }));
}

function mapValues<T>(values: Readonly<Record<string, T>>, change: (value: T) => object): Record<string, object> {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, change(value)]));
}
