// Words for what comes of a request. Does not prove that it comes of it.
import { expect, it } from "vitest";
import { summarizeOutcome, summarizeOutcomes, listSteps } from "../../src/simulate/outcome-words.js";
import { answer, combine, createPods, denyStep, reach } from "./answers.js";

const reviews = "reviews.shop.svc.cluster.local";

it.each([
  [reach(reviews, "v2"), "reaches shop/reviews v2"],
  [reach(reviews), "reaches shop/reviews"],
  [
    reach("", "", { destination: { host: reviews, port: 80, subset: "", workload: createPods({ version: "v3" }) } }),
    "reaches shop/reviews v3",
  ],
  [reach("api.example.com"), "reaches api.example.com"],
  [answer(404, "noRoute"), "404: no route matches"],
  [answer(403, "denied", { steps: [denyStep("shop", "reviews")] }), "403: access is denied by shop/reviews"],
  [
    { kind: "broken", share: 1, steps: [], reason: "the pods take mutual TLS alone" } as const,
    "no answer: the pods take mutual TLS alone",
  ],
  [{ kind: "unknown", share: 1, steps: [], reason: "an EnvoyFilter" } as const, "unknown: an EnvoyFilter"],
])("%#", (outcome, words) => {
  expect(summarizeOutcome(outcome)).toBe(words);
});

it("adds up what reads alike, the largest first", () => {
  const shares = [reach(reviews, "v1", { share: 0.3 }), answer(503, "fault", { share: 0.1 })];
  expect(summarizeOutcomes([...shares, reach(reviews, "v1", { share: 0.6 })])).toBe(
    "90% reaches shop/reviews v1, 10% 503: a fault",
  );
  expect(summarizeOutcomes([reach(reviews, "v1", { share: 1 / 3 }), reach(reviews, "v2", { share: 2 / 3 })])).toBe(
    "66.67% reaches shop/reviews v2, 33.33% reaches shop/reviews v1",
  );
});

it("lists each step once", () => {
  const step = denyStep("shop", "reviews");
  expect(listSteps({ ...combine(answer(403, "denied", { steps: [step] })), steps: [step] })).toEqual([step]);
});
