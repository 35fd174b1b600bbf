// Expectations against answers that are made here. Does not prove that a mesh gives such answers.
import { expect, it } from "vitest";
import type { Answer } from "../../../src/simulate/answer.js";
import { compareAnswer } from "../../../src/simulate/tests/compare-answer.js";
import type { Expectation } from "../../../src/simulate/tests/request-test.js";
import { answer, combine, denyStep, reach } from "../answers.js";

const reviews = "reviews.shop.svc.cluster.local";
const split = combine(reach(reviews, "v1", { share: 0.9 }), reach(reviews, "v2", { share: 0.1 }));
const denied = combine(answer(403, "denied", { steps: [denyStep("shop", "reviews")] }));
const common = { steps: [denyStep("shop", "reviews")], outcomes: [answer(403, "denied")] };
const faulty = combine(answer(503, "fault", { share: 0.1 }), reach(reviews, "v1", { share: 0.9 }));
const timed = combine(reach(reviews, "v1", { delivery: { attempts: 3, timeout: "2s" }, path: "/new?a=1" }));
const moved = combine(answer(301, "redirect", { location: "https://shop.example.com/" }));
const undecided = combine({ kind: "unknown", share: 1, steps: [], reason: "an EnvoyFilter" });
const broken = combine({ kind: "broken", share: 1, steps: [], reason: "no name" });

it.each<[Expectation, Answer]>([
  [{ status: 403, deniedBy: "shop/reviews", notReached: "shop/reviews" }, denied],
  [{ deniedBy: "shop/reviews" }, common],
  [{ reaches: { service: "shop/reviews", shares: { v1: 90, v2: 10 } } }, split],
  [{ reaches: { service: reviews } }, split],
  [{ status: { 503: 10 }, reaches: { service: "shop/reviews", version: "v1" } }, faulty],
  [{ status: { 503: 10 }, reaches: { service: "shop/reviews", shares: { v1: 90 } } }, faulty],
  [{ timeout: "2000ms", retries: 3, reaches: { service: "shop/reviews", path: "/new?a=1" } }, timed],
  [{ timeout: "none", retries: 2 }, split],
  [{ status: 301, location: "https://shop.example.com/" }, moved],
  [{ notReached: "shop/reviews" }, broken],
])("%# is met", (expectation, given) => {
  expect(compareAnswer(expectation, given)).toEqual([]);
});

it.each<[Expectation, Answer, [string, string, string][]]>([
  [{ status: 200 }, split, [["status", "200", "90% reaches shop/reviews v1, 10% reaches shop/reviews v2"]]],
  [{ status: { 503: 20 } }, faulty, [["status.503", "20% 503", "90% reaches shop/reviews v1, 10% 503: a fault"]]],
  [
    { reaches: { service: "shop/reviews" } },
    denied,
    [["reaches.service", "shop/reviews", "403: access is denied by shop/reviews"]],
  ],
  [
    { reaches: { service: "shop/reviews" } },
    faulty,
    [["reaches.service", "shop/reviews", "90% reaches shop/reviews v1, 10% 503: a fault"]],
  ],
  [
    { status: { 503: 10 }, reaches: { service: "shop/reviews" } },
    split,
    [
      ["status.503", "10% 503", "90% reaches shop/reviews v1, 10% reaches shop/reviews v2"],
      ["reaches.service", "90% shop/reviews", "90% reaches shop/reviews v1, 10% reaches shop/reviews v2"],
    ],
  ],
  [
    { reaches: { service: "shop/reviews", version: "v1" } },
    split,
    [["reaches.version", "v1", "90% reaches shop/reviews v1, 10% reaches shop/reviews v2"]],
  ],
  [
    { reaches: { service: "shop/reviews", shares: { v1: 90 } } },
    split,
    [["reaches.shares", "90% v1", "90% reaches shop/reviews v1, 10% reaches shop/reviews v2"]],
  ],
  [{ reaches: { service: "shop/reviews", path: "/" } }, timed, [["reaches.path", "/", "/new?a=1"]]],
  [
    { notReached: "shop/reviews" },
    faulty,
    [["notReached", "no request reaches shop/reviews", "90% reaches shop/reviews v1, 10% 503: a fault"]],
  ],
  [{ deniedBy: "shop/other" }, denied, [["deniedBy", "shop/other", "403: access is denied by shop/reviews"]]],
  [{ deniedBy: "shop/reviews" }, broken, [["deniedBy", "shop/reviews", "no answer: no name"]]],
  [{ location: "/" }, moved, [["location", "/", "https://shop.example.com/"]]],
  [{ location: "/" }, split, [["location", "/", "90% reaches shop/reviews v1, 10% reaches shop/reviews v2"]]],
  [
    { timeout: "3s", retries: 0 },
    timed,
    [
      ["timeout", "3s", "2s"],
      ["retries", "0", "3"],
    ],
  ],
  [{ timeout: "none" }, timed, [["timeout", "none", "2s"]]],
  [{ timeout: "2s" }, denied, [["timeout", "2s", "403: access is denied by shop/reviews"]]],
  [{ notReached: "shop/reviews" }, undecided, [["", "an answer that can be decided", "unknown: an EnvoyFilter"]]],
])("%# is not met", (expectation, given, differences) => {
  const found = compareAnswer(expectation, given);
  expect(found.map(({ path, expected, actual }) => [path.slice(1).join("."), expected, actual])).toEqual(differences);
  expect(found.every(({ path: [first] }) => first === "expect")).toBe(true);
});
