// What becomes of a target: pods by shares and subsets. Does not prove that a route leads there, nor what Envoy does.
import { describe, expect, it } from "vitest";
import { formatSteps } from "../server/arrivals.js";
import { deployment, service, rule, plainService, mesh, shop, send, summarize } from "./sendings.js";

describe("pods", () => {
  it("have shares by their replicas", () => {
    const outcomes = send(shop);
    expect(summarize(outcomes)).toEqual([
      "0.75 Deployment shop/reviews-v1 mutual",
      "0.25 Deployment shop/reviews-v2 mutual",
    ]);
    const { steps, ...first } = outcomes[0] ?? { steps: [] };
    expect(formatSteps(steps)).toEqual([
      "Service shop/reviews selects Deployment shop/reviews-v1 at port 9080, 3 of 4 pods (spec)",
      "mutual TLS by default, because Deployment shop/reviews-v1 has a proxy",
    ]);
    expect(first).toMatchObject({
      ...{ kind: "reached", path: "/a?b=c", authority: "reviews", delivery: { attempts: 2 }, mirrors: [] },
      destination: { host: "reviews.shop.svc.cluster.local", port: 80, subset: "" },
    });
  });

  it.each([
    ["no port of that name", shop.replace("targetPort: web", "targetPort: other"), ["503 noEndpoint"]],
    [
      "no replicas",
      `${mesh}${plainService}${deployment("reviews-v1", "{ app: reviews }", "replicas: 0")}`,
      ["503 noEndpoint"],
    ],
    ["no pods", `${mesh}${plainService}`, ["503 noEndpoint"]],
    ["no port of the Service", shop.replace("port: 80,", "port: 81,"), ["503 noEndpoint"]],
  ])("%s", (_, text, expected) => {
    expect(summarize(send(text))).toEqual(expected);
  });

  it("without a proxy nobody answers in their place", () => {
    expect(summarize(send(`${mesh}${plainService}`, { isPlain: true }))).toEqual([
      "broken reviews.shop.svc.cluster.local has no pods",
    ]);
  });

  it("of a Service without a selector are not known", () => {
    expect(summarize(send(`${mesh}${service("{ ports: [{ port: 80 }] }")}`))).toEqual([
      "unknown Service shop/reviews has no selector, and its addresses are not known",
    ]);
  });

  it("a HorizontalPodAutoscaler keeps a least number of them", () => {
    const scaler = `
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: v2, namespace: shop }
spec: { minReplicas: 9, scaleTargetRef: { kind: Deployment, name: reviews-v2 } }
`;
    expect(summarize(send(`${shop}${scaler}`))).toEqual([
      "0.25 Deployment shop/reviews-v1 mutual",
      "0.75 Deployment shop/reviews-v2 mutual",
    ]);
  });
});

describe("subsets", () => {
  const subsets = "subsets: [{ name: v2, labels: { version: v2 } }, { name: v3, labels: { version: v3 } }]";
  it("are the pods that have their labels", () => {
    const outcomes = send(`${shop}${rule(`{ host: reviews, ${subsets} }`)}`, { subset: "v2" });
    expect(summarize(outcomes)).toEqual(["Deployment shop/reviews-v2 mutual"]);
    expect(formatSteps(outcomes[0]?.steps ?? [])).toEqual([
      "subset v2 of DestinationRule shop/reviews: version=v2 (spec.subsets.0)",
      "Service shop/reviews selects Deployment shop/reviews-v2 at port 9080 (spec)",
      "mutual TLS by default, because Deployment shop/reviews-v2 has a proxy",
    ]);
  });

  it.each([
    ["v3", "503 noEndpoint"],
    ["v4", "503 noEndpoint"],
  ])("%s", (subset, expected) => {
    expect(summarize(send(`${shop}${rule(`{ host: reviews, ${subsets} }`)}`, { subset }))).toEqual([expected]);
  });

  it("of several rules count together", () => {
    const others = rule("{ host: reviews, subsets: [{ name: v1, labels: { version: v1 } }] }", "others");
    expect(summarize(send(`${shop}${rule(`{ host: reviews, ${subsets} }`)}${others}`, { subset: "v1" }))).toEqual([
      "Deployment shop/reviews-v1 mutual",
    ]);
  });

  it("that two rules have are not known", () => {
    const others = rule("{ host: reviews, subsets: [{ name: v2, labels: { version: v1 } }] }", "others");
    expect(summarize(send(`${shop}${rule(`{ host: reviews, ${subsets} }`)}${others}`, { subset: "v2" }))).toEqual([
      "unknown DestinationRule shop/others and DestinationRule shop/reviews both have subset v2 of reviews.shop.svc.cluster.local, and the oldest counts",
    ]);
  });
});
