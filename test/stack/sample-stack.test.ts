// The stack of `npm start -- --context NAME`. Does not prove that Istio's released charts and images come up on such a cluster: none
// could be reached where this was developed.
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { parseStackFile } from "../../src/stack/config-problems.js";
import { stackSchema } from "../../src/stack/config-schema.js";
import { readApplicationManifests, readPolicyTexts } from "../../src/stack/stack-files.js";

const read = (stack: string) => {
  const file = `stacks/Pulumi.${stack}.yaml`;
  return stackSchema.parse(parseStackFile({ text: readFileSync(file, "utf8"), file, project: "pulumi-istio" }).values);
};

it("is the sample of dev, without what only the local cluster needs", () => {
  const { controlPlane, cluster, namespaces } = read("sample");
  expect([cluster, controlPlane]).toEqual([{ kind: "existing" }, { profile: "demo" }]);
  expect(namespaces).toEqual(read("dev").namespaces);
  expect(read("sample").applications).toEqual({ "k8s-combat": { namespace: "k8s-combat" } });
});

it("has the policies and the application of dev, by a link", () => {
  const policies = (stack: string) => {
    const { texts, findings } = readPolicyTexts(".", `stacks/${stack}/policies`);
    expect(findings).toEqual([]);
    return Object.entries(texts).map(([file, text]) => [file.replace(`stacks/${stack}/`, ""), text]);
  };
  expect(policies("sample").map(([file]) => file)).toEqual(["policies/k8s-combat.yaml"]);
  expect(policies("sample")).toEqual(policies("dev"));
  const application = (stack: string) => readApplicationManifests(".", `stacks/${stack}/apps`, ["k8s-combat"]);
  expect(application("sample").manifests["k8s-combat"]).toHaveLength(2);
  expect(application("sample")).toEqual(application("dev"));
});
