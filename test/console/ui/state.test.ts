// Does not prove that a screen shows what is kept here.
import { describe, expect, it } from "vitest";
import type { RunEvent } from "../../../src/console/contract.js";
import { mergeOnTop } from "../../../src/console/ui/change/merge.js";
import { addEvent, formatCounts, nothingYet } from "../../../src/console/ui/change/run-progress.js";
import { DraftStore, toChanges, type DraftStorage } from "../../../src/console/ui/drafts/draft-store.js";
import { formatRoute, parseRoute, type Route } from "../../../src/console/ui/routing/route.js";
import { findDifference } from "../../../src/console/ui/service/text-difference.js";

describe("an address", () => {
  it.each<[string, Route]>([
    ["#/map", { screen: "map" }],
    ["#/service/shop/reviews", { screen: "document", type: "service", id: "shop/reviews" }],
    ["#/mesh/my%20mesh", { screen: "document", type: "mesh", id: "my mesh" }],
    ["#/findings", { screen: "findings" }],
    ["#/change", { screen: "change" }],
    ["#/status", { screen: "status" }],
    ["#/history", { screen: "history" }],
    ["#/history/stacks/dev/a%23b.yaml", { screen: "history", file: "stacks/dev/a#b.yaml" }],
    ["#/live/shop/reviews", { screen: "live", service: "shop/reviews" }],
  ])("%s", (hash, route) => {
    expect(parseRoute(hash)).toEqual(route);
    expect(formatRoute(route)).toBe(hash);
  });

  it.each(["", "#", "#/service", "#/nothing/else"])("that is not known shows the map: %j", (hash) => {
    expect(parseRoute(hash)).toEqual({ screen: "map" });
  });

  it("that is not well formed is taken as it is", () => {
    expect(parseRoute("#/live/50%")).toEqual({ screen: "live", service: "50%" });
  });
});

describe("drafts", () => {
  const draft = { file: "a.yaml", base: "a: 1\n", version: "v1", text: "a: 2\n" };

  it("are kept in the storage, by stack, and found again", () => {
    const storage = createStorage();
    new DraftStore(storage, "dev").put(draft);
    expect(new DraftStore(storage, "dev").list()).toEqual([draft]);
    expect(new DraftStore(storage, "prod").list()).toEqual([]);
    expect(toChanges([draft])).toEqual([{ file: "a.yaml", version: "v1", text: "a: 2\n" }]);
  });

  it("keep their order, are told once a change, and end where nothing differs", () => {
    const storage = createStorage();
    const store = new DraftStore(storage, "dev");
    let told = 0;
    const stop = store.subscribe(() => told++);
    store.put(draft);
    store.put({ ...draft, file: "b.yaml" });
    store.put({ ...draft, text: "a: 3\n" });
    expect(store.list().map(({ file, text }) => [file, text])).toEqual([
      ["a.yaml", "a: 3\n"],
      ["b.yaml", "a: 2\n"],
    ]);
    store.put({ ...draft, text: "a: 1\n" });
    store.drop("b.yaml");
    store.drop("b.yaml");
    expect([store.list(), told, storage.size()]).toEqual([[], 5, 0]);
    stop();
  });
});

function createStorage(): DraftStorage & { size: () => number } {
  const kept = new Map<string, string>();
  return {
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => void kept.set(key, value),
    removeItem: (key) => void kept.delete(key),
    size: () => kept.size,
  };
}

describe("mine on top of theirs", () => {
  const base = "a: 1\nb: 2\nc: 3\n";

  it.each([
    ["lines apart", "a: 9\nb: 2\nc: 3\n", "a: 1\nb: 2\nc: 8\n", "a: 9\nb: 2\nc: 8\n"],
    ["lines beside each other", "a: 9\nb: 2\nc: 3\n", "a: 1\nb: 8\nc: 3\n", "a: 9\nb: 8\nc: 3\n"],
    ["a line added by each", "z: 0\na: 1\nb: 2\nc: 3\n", "a: 1\nb: 2\nc: 3\nd: 4\n", "z: 0\na: 1\nb: 2\nc: 3\nd: 4\n"],
    ["a line removed and one changed", "b: 2\nc: 3\n", "a: 1\nb: 2\nc: 8\n", "b: 2\nc: 8\n"],
    ["the same change", "a: 9\nb: 2\nc: 3\n", "a: 9\nb: 2\nc: 3\n", "a: 9\nb: 2\nc: 3\n"],
    ["one line in two ways", "a: 9\nb: 2\nc: 3\n", "a: 8\nb: 2\nc: 3\n", undefined],
    ["two lines added at one place", `${base}d: 4\n`, `${base}e: 5\n`, undefined],
    ["a line changed that they removed", "a: 1\nb: 9\nc: 3\n", "a: 1\nc: 3\n", undefined],
  ])("%s", (_, mine, theirs, merged) => {
    expect(mergeOnTop(base, mine, theirs)).toBe(merged);
  });

  it("nothing where one of them has no text", () => {
    expect(mergeOnTop(base, base, null)).toBeUndefined();
  });
});

describe("a run", () => {
  const step = {
    type: "step",
    operation: "update",
    resource: "VirtualService a/b",
    urn: "u",
    state: "planned",
  } as const;

  it("is what its events say", () => {
    const events: RunEvent[] = [
      { ...step, diff: ["spec"] },
      { ...step, state: "done" },
      { ...step, operation: "delete", state: "running" },
      { type: "diagnostic", level: "warning", message: "w" },
      { type: "summary", changes: { update: 1 }, seconds: 3 },
      { type: "end", exitCode: 0 },
    ];
    expect(events.reduce(addEvent, nothingYet)).toEqual({
      steps: [
        { ...step, state: "done", diff: ["spec"] },
        { ...step, operation: "delete", state: "running" },
      ],
      diagnostics: [events[3]],
      summary: events[4],
      exitCode: 0,
    });
  });

  it("has counts in words", () => {
    expect(formatCounts({ same: 3, update: 2, create: 1, delete: 0 })).toBe("2 updated, 1 created");
    expect(formatCounts({ update: 2, "create-replacement": 1 }, true)).toBe("2 to update, 1 to create-replacement");
    expect(formatCounts({ same: 3 })).toBe("no changes");
  });
});

it.each([
  ["abc", "abc", undefined],
  ["abc", "axc", { from: 1, to: 2, insert: "x" }],
  ["aa", "aaa", { from: 2, to: 2, insert: "a" }],
  ["aaa", "a", { from: 1, to: 3, insert: "" }],
  ["", "x", { from: 0, to: 0, insert: "x" }],
])("from %j to %j the editor is told %j", (before, after, change) => {
  expect(findDifference(before, after)).toEqual(change);
});
