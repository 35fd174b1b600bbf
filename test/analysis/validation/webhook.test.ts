// A file of wrong objects a group of kinds, and beside it all that is said of them: `vitest run -u` writes that anew. Does not
// prove that istiod says the same: the live test with generated objects does.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { findWebhookProblems } from "../../../src/analysis/validation/all.js";
import { describeProblem, getLevel } from "../../../src/findings/problem.js";
import { loadPolicies } from "../../../src/policy/documents/load.js";
import { readSamples } from "../schemas/samples.js";

const fixtures = join(import.meta.dirname, "fixtures");

it.each(readdirSync(fixtures).filter((file) => file.endsWith(".yaml")))("%s", async (file) => {
  const { manifests } = loadPolicies({ "mesh.yaml": readFileSync(join(fixtures, file), "utf8") });
  const lines = manifests.flatMap(({ manifest, locate }) =>
    findWebhookProblems({ manifest, namespace: manifest.metadata.namespace ?? "" }).map((problem) => {
      const { line = 0, column = 0 } = locate(problem.path);
      return `${line}:${column}: ${getLevel(problem)}: ${describeProblem(problem)}`;
    }),
  );
  await expect(`${lines.join("\n")}\n`).toMatchFileSnapshot(join(fixtures, file.replace("yaml", "txt")));
});

describe.each(readSamples())("$kind", ({ apiVersion, kind, specs }) => {
  it.each(specs.map((spec, index) => [index + 1, spec] as const))("sample %i is right", (_, spec) => {
    const manifest = { apiVersion, kind, metadata: { name: "a" }, spec };
    const problems = findWebhookProblems({ manifest, namespace: "shop" });
    expect(problems.filter((problem) => getLevel(problem) !== "warning")).toEqual([]);
  });

  it.each([undefined, null, 1, "a", [], [null], [1]])("a spec that is %j never throws", (spec) => {
    const manifest = { apiVersion, kind, metadata: { name: "a" }, spec };
    expect(() => findWebhookProblems({ manifest, namespace: "shop" })).not.toThrow();
  });
});

it("looks at no other kinds", () => {
  const manifest = { apiVersion: "gateway.networking.k8s.io/v1", kind: "Gateway", metadata: { name: "a.b" } };
  expect(findWebhookProblems({ manifest, namespace: "shop" })).toEqual([]);
});

it("says once what is of another type than it must be, without any schema", () => {
  const spec = {
    hosts: "a",
    http: [{ route: [{ destination: { host: 1, port: 80 }, weight: "1" }], timeout: 2 }],
    tcp: { a: 1 },
  };
  const manifest = { apiVersion: "networking.istio.io/v1", kind: "VirtualService", metadata: { name: "a" }, spec };
  const messages = findWebhookProblems({ manifest, namespace: "shop" }).map(describeProblem);
  const route = "spec.http[0].route[0]";
  for (const message of [
    '`spec.hosts` is "a"; it must be a list',
    `\`${route}.destination.host\` is 1; it must be a string`,
    `\`${route}.destination.port\` is 80; it must be a map`,
    `\`${route}.weight\` is "1"; it must be a number`,
    "`spec.http[0].timeout` is 2; it must be a string",
    '`spec.tcp` is {"a":1}; it must be a list',
  ]) {
    expect(messages.filter((one) => one === message)).toEqual([message]);
  }
});
