// docs/load-balancers.md: its example is run. Does not prove that AWS makes a load balancer of it.
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { codes } from "../../src/findings/codes.js";
import { findStackProblems, parseStackFile } from "../../src/stack/config-problems.js";
import { stackSchema } from "../../src/stack/config-schema.js";
import { computeGatewayValues } from "../../src/istio/gateway/gateway-values.js";
import { resolveGateway } from "../../src/istio/gateway/resolve.js";

const page = readFileSync("docs/load-balancers.md", "utf8");
const read = (language: string) => new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, "ms").exec(page)?.[1] ?? "";

it("has an example that a stack may have, and that becomes what the page says", () => {
  const stackFile = { text: read("yaml"), file: "Pulumi.prod.yaml", project: "pulumi-istio" };
  const { values, findings } = parseStackFile(stackFile);
  const config = { cluster: { kind: "local" }, ...values };
  expect([...findings, ...findStackProblems(config, stackFile)]).toEqual([]);
  const gateway = stackSchema.parse(config).gateways?.["istio-ingressgateway"] ?? {};
  expect(JSON.parse(JSON.stringify(computeGatewayValues(resolveGateway(gateway))))).toEqual(JSON.parse(read("json")));
});

it("names only codes that there are", () => {
  const named = [...page.matchAll(/MESH\d{4}/g)].map(([code]) => code);
  expect(named.length).toBeGreaterThan(4);
  expect(named.filter((code) => !Object.hasOwn(codes, code))).toEqual([]);
});
