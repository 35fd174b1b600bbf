// Does not prove which DestinationRule of several istiod takes.
import { expect, it } from "vitest";
import { destinationSubsets } from "../../../src/analysis/rules/destination-subsets.js";
import { analyzeFixture } from "../analyze-text.js";

it("says which subsets no DestinationRule has, and which are not exported to where they are used", () => {
  expect(analyzeFixture(destinationSubsets, "good")).toEqual([]);
  expect(analyzeFixture(destinationSubsets, "bad")).toEqual([
    'mesh.yaml:23:69: error IST0101: no DestinationRule has the subset "stable" of the host "ledger.bank.svc.cluster.local" where it is used; bank/ledger has it and exports it to bank only; name what is there, or declare what is named',
    'mesh.yaml:25:47: error IST0101: no DestinationRule has the subset "v1" of the host "ratings"; it has none; name what is there, or declare what is named',
    'mesh.yaml:27:55: error IST0101: no DestinationRule has the subset "v3" of the host "reviews.shop.svc.cluster.local"; it has v1, v2; did you mean "v1"?; name what is there, or declare what is named',
  ]);
});
