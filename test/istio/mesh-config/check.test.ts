// Holds the check against what istiod's own parser and validation said of the same texts (test/istio/mesh-schema/judge). Does not prove what other
// versions of Istio say, nor that a value does what its author meant.
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Code } from "../../../src/findings/codes.js";
import { describeProblem } from "../../../src/findings/problem.js";
import { annotationChecks } from "../../../src/analysis/annotation-values.js";
import { findMessageProblems, type MeshSchema } from "../../../src/istio/mesh-config/check.js";
import { parsePlacedYaml } from "../../../src/text/yaml-places.js";

interface Judgement {
  refused: string[];
  taken: string[];
}

const file = new URL("judgements.json", import.meta.url);
const { mesh, annotations } = JSON.parse(readFileSync(file, "utf8")) as {
  mesh: Judgement;
  annotations: Record<string, Judgement>;
};

function check(text: string, schema: MeshSchema = { type: "MeshConfig" }) {
  const { value, findings } = parsePlacedYaml(text, "", "MESH0150", "kubernetes");
  return findings.length > 0 ? undefined : findMessageProblems(value, schema);
}

const kinds: Partial<Record<Code, string>> = { MESH0150: "refused", MESH0151: "ignored", MESH0152: "lost" };

const messages = (text: string, schema?: MeshSchema) =>
  check(text, schema)?.map((problem) => `${kinds[problem.code] ?? ""}: ${describeProblem(problem)}`);

describe("a mesh configuration as istiod judges it", () => {
  it.each(mesh.refused)("refuses %j", (text) => {
    const problems = check(text);
    expect(problems?.some(({ code }) => code === "MESH0150") ?? true).toBe(true);
  });

  // A key that is there twice is not valid YAML for us; istiod takes the last.
  it.each(mesh.taken.filter((text) => !text.includes("\n")))("takes %j", (text) => {
    expect(check(text)?.filter(({ code }) => code === "MESH0150")).toEqual([]);
  });
});

describe.each(Object.entries(annotations))("%s as the webhook judges it", (name, { refused, taken }) => {
  // What is ignored is said, too, where istiod takes it.
  const find = (value: string) => [annotationChecks.get(name)?.(value, {}) ?? []].flat();

  it.each(refused)("refuses %j", (value) => {
    expect(find(value)).not.toEqual([]);
  });

  it.each(taken)("takes %j", (value) => {
    expect(find(value).filter((one) => !one.includes("is not a known key"))).toEqual([]);
  });
});

describe("what is said", () => {
  it("of types, choices and durations: path, value and what is wanted", () => {
    const text = `defaultConfig: { proxyMetadata: { ISTIO_META_DNS_CAPTURE: true }, concurrency: two }
outboundTrafficPolicy: { mode: REGISTRY_ONLLY }
extensionProviders: [{ name: a, zipkin: { service: z, port: 9411, maxTagLength: [1] } }]
connectTimeout: 10`;
    const said = check(text)?.map((one) => [kinds[one.code], one.path.join("."), describeProblem(one), one.remedy]);
    expect(said).toEqual([
      [
        "refused",
        "defaultConfig.proxyMetadata.ISTIO_META_DNS_CAPTURE",
        "`defaultConfig.proxyMetadata.ISTIO_META_DNS_CAPTURE` is true; it must be a string",
        'write "true", in quotes: istiod would drop all of the mesh configuration',
      ],
      [
        "refused",
        "defaultConfig.concurrency",
        '`defaultConfig.concurrency` is "two"; it must be an integer within -2147483648 and 2147483647',
        undefined,
      ],
      [
        "refused",
        "outboundTrafficPolicy.mode",
        '`outboundTrafficPolicy.mode` is "REGISTRY_ONLLY"; allowed are REGISTRY_ONLY, ALLOW_ANY, ALLOW_ANY_DYNAMIC_DNS; did you mean "REGISTRY_ONLY"?',
        undefined,
      ],
      [
        "refused",
        "extensionProviders.0.zipkin.maxTagLength",
        "`extensionProviders[0].zipkin.maxTagLength` is [1]; it must be an integer within 0 and 4294967295",
        undefined,
      ],
      [
        "refused",
        "connectTimeout",
        "`connectTimeout` is 10; it must be a duration, as in 10s or 1m30s",
        "write 10s, if these are seconds: istiod would drop all of the mesh configuration",
      ],
    ]);
  });

  it("of keys that nobody knows, and of those that another one takes the place of", () => {
    const text = `outboundTrafficPolicys: { mode: REGISTRY_ONLY }
enableAutoMTLS: true
defaultConfig: { holdApplicationUntilProxyStart: true, tracing: { zipkin: { address: "a:1" }, datadog: { address: "b:1" } } }
enable_tracing: false
enableTracing: true
mesh_mTLS: {}`;
    expect(messages(text)).toEqual([
      'ignored: `outboundTrafficPolicys` is not a known key; did you mean "outboundTrafficPolicy"?',
      'ignored: `enableAutoMTLS` is not a known key; did you mean "enableAutoMtls"?',
      'ignored: `defaultConfig.holdApplicationUntilProxyStart` is not a known key; did you mean "holdApplicationUntilProxyStarts"?',
      "lost: `defaultConfig.tracing.zipkin` is not used, because `defaultConfig.tracing.datadog` takes its place",
      "lost: `enable_tracing` is not used, because `enableTracing` takes its place",
    ]);
  });

  it("of keys and choices that only later minors have", () => {
    const text = `zoneAwareLbSetting: {}
outboundTrafficPolicy: { mode: ALLOW_ANY_DYNAMIC_DNS }`;
    expect(messages(text, { type: "MeshConfig", minor: "1.29" })).toEqual([
      "ignored: `zoneAwareLbSetting` is not a known key; Istio has it from 1.31 on, and 1.29 is installed",
      'refused: `outboundTrafficPolicy.mode` is "ALLOW_ANY_DYNAMIC_DNS"; allowed are REGISTRY_ONLY, ALLOW_ANY; Istio has it from 1.30 on, and 1.29 is installed',
    ]);
    expect(messages(text, { type: "MeshConfig", minor: "1.31" })).toEqual([]);
    expect(messages(text)).toEqual([]);
  });

  it("of a key with a dot, so that its path can be read", () => {
    expect(messages("defaultConfig: { tracing: { customTags: { a.b: { literal: x } } } }")).toEqual([
      'refused: `defaultConfig.tracing.customTags["a.b"].literal` is "x"; it must be a map',
    ]);
  });
});
