// Does not prove that the lines are what a client sees (test/e2e/policy/simulate.test.ts compares them).
import { expect, it } from "vitest";
import { broken, compareOutcomes, expectOutcomes, formatAnswered } from "./outcomes.js";

const steps = [] as const;
const one = formatAnswered(200);
const other = formatAnswered(503);

it("adds up what looks the same, and says nothing where a part is unknown", () => {
  const answered = { kind: "answered", status: 503, by: "noEndpoint", steps } as const;
  const outcomes = [
    { ...answered, share: 0.25 },
    { ...answered, by: "upstream", share: 0.25 },
    { kind: "broken", reason: "refused", share: 0.5, steps },
  ] as const;
  expect(expectOutcomes({ steps, outcomes })).toEqual({ [other]: 0.5, [broken]: 0.5 });
  const unknown = { kind: "unknown", reason: "a filter", share: 0.5, steps } as const;
  expect(expectOutcomes({ steps, outcomes: [...outcomes.slice(0, 2), unknown] })).toBeUndefined();
});

it("takes 4 standard errors for the same, and no more", () => {
  expect(compareOutcomes({ [one]: 0.5, [other]: 0.5 }, { [one]: 70, [other]: 30 })).toEqual([]);
  expect(compareOutcomes({ [one]: 0.5, [other]: 0.5 }, { [one]: 71, [other]: 29 })).toEqual([
    `${one}: 50 % expected, 71 % of 100 seen`,
    `${other}: 50 % expected, 29 % of 100 seen`,
  ]);
});

it("takes no other where all requests come to one", () => {
  expect(compareOutcomes({ [one]: 1 }, { [one]: 2 })).toEqual([]);
  expect(compareOutcomes({ [one]: 1 }, { [one]: 99, [other]: 1 })).toEqual([
    `${one}: 100 % expected, 99 % of 100 seen`,
    `${other}: 0 % expected, 1 % of 100 seen`,
  ]);
});
