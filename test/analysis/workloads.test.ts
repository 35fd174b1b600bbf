// Whose templates count as pods. Does not prove what each rule makes of them.
import { expect, it } from "vitest";
import { destinationRuleHosts } from "../../src/analysis/rules/destination-rule/destination-rule-hosts.js";
import { analyzeText } from "./analyze-text.js";

const service =
  "apiVersion: v1\nkind: Service\nmetadata: { name: reviews, namespace: shop }\nspec: { selector: { app: reviews } }\n";
const rule =
  "apiVersion: networking.istio.io/v1\nkind: DestinationRule\nmetadata: { name: reviews, namespace: shop }\nspec: { host: reviews, subsets: [{ name: v1, labels: { version: v1 } }] }\n";
const route =
  "apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: { name: reviews, namespace: shop }\nspec: { hosts: [reviews], http: [{ route: [{ destination: { host: reviews, subset: v1 } }] }] }\n";
const pod = (version: string) =>
  `metadata: { labels: { app: reviews, version: ${version} } }, spec: { containers: [] }`;
const kinds: [string, (version: string) => string][] = [
  [
    "v1 Pod",
    (version) =>
      `metadata: { name: a, namespace: shop, labels: { app: reviews, version: ${version} } }\nspec: { containers: [] }`,
  ],
  ...[
    "apps/v1 Deployment",
    "apps/v1 StatefulSet",
    "apps/v1 DaemonSet",
    "apps/v1 ReplicaSet",
    "batch/v1 Job",
    "argoproj.io/v1alpha1 Rollout",
  ].map((kind): [string, (version: string) => string] => [
    kind,
    (version) => `metadata: { name: a, namespace: shop }\nspec: { template: { ${pod(version)} } }`,
  ]),
  [
    "batch/v1 CronJob",
    (version) =>
      `metadata: { name: a, namespace: shop }\nspec: { jobTemplate: { spec: { template: { ${pod(version)} } } } }`,
  ],
];

it.each(kinds)("%s", (kind, body) => {
  const [apiVersion, name] = kind.split(" ");
  const say = (version: string) => {
    const workload = `apiVersion: ${apiVersion}\nkind: ${name}\n${body(version)}\n`;
    return analyzeText(destinationRuleHosts, [service, rule, route, workload].join("---\n")).map(({ code }) => code);
  };
  expect(say("v1")).toEqual([]);
  expect(say("v2")).toEqual(["IST0173"]);
});
