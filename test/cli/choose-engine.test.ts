// Does not prove that the chosen engine can be had or works: get-engine.test.ts fetches fakes, and a real download was not tried.
import { expect, it } from "vitest";
import { chooseEngine, type EngineChoice, type EngineOffers } from "../../src/cli/choose-engine.js";

const path = "/usr/bin/pulumi";
const good = { path, version: "3.265.0", isGood: true };
const old = { path, version: "3.100.0", isGood: false };
const silent = { path, isGood: false };
const found = "pulumi: on PATH (/usr/bin/pulumi, 3.265.0)";
const tooOld = "pulumi: /usr/bin/pulumi on PATH is 3.100.0 and is not used; 3.238.0 or a later 3.x is needed";
const unknown =
  "pulumi: /usr/bin/pulumi on PATH does not say its version and is not used; 3.238.0 or a later 3.x is needed";

it.each<[EngineOffers["onPath"], boolean, EngineChoice]>([
  [good, true, { from: "path", notes: [found] }],
  [good, false, { from: "path", notes: [found] }],
  [old, true, { from: "cache", notes: [tooOld] }],
  [old, false, { from: "npm", notes: [tooOld] }],
  [silent, true, { from: "cache", notes: [unknown] }],
  [silent, false, { from: "npm", notes: [unknown] }],
  [undefined, true, { from: "cache", notes: [] }],
  [undefined, false, { from: "npm", notes: [] }],
])("of %j on PATH and built tools that are cached: %j", (onPath, isBuilt, choice) => {
  expect(chooseEngine({ onPath, isBuilt })).toEqual(choice);
});
