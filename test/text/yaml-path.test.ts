// Does not prove that problems begin where they should: the tests of what finds them do.
import { expect, it } from "vitest";
import { parseDocument } from "yaml";
import type { ValuePath } from "../../src/findings/place.js";
import { createPathFinder } from "../../src/text/yaml-path.js";

const text = `# a comment
service: shop/reviews
retries: { attempts: 2, perTryTimeout: 500ms }
routes:
  - name: testers
  - { name: default, to: { v1: 100 } }
calls: [shop/ratings, &api { host: api.example.com }, *api]
`;
const find = createPathFinder(parseDocument(text));

it.each<[string, ValuePath]>([
  ["service", ["service"]],
  ["shop/reviews", ["service"]],
  ["{ attempts", ["retries"]],
  ["attempts", ["retries", "attempts"]],
  ["500ms", ["retries", "perTryTimeout"]],
  ["name: testers", ["routes", 0, "name"]],
  ["{ name", ["routes", 1]],
  ["v1", ["routes", 1, "to", "v1"]],
  ["shop/ratings", ["calls", 0]],
  ["host", ["calls", 1, "host"]],
  ["*api", ["calls", 2]],
])("what begins at %j has the path %j", (words, path) => {
  expect(find(text.indexOf(words))).toEqual(path);
});

it("where nothing begins there is no path", () => {
  expect(find(text.indexOf("omment"))).toBeUndefined();
  expect(createPathFinder(parseDocument(""))(0)).toBeUndefined();
});
