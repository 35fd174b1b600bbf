// Does not prove how long a run takes: times are given. The live test ends a real run.
import { describe, expect, it } from "vitest";
import { createStallJudge, formatStall } from "../../src/cli/stalled-workloads.js";
import type { EngineEvent } from "../../src/engine-event.js";

const name = "Deployment shop/reviews";
const certain = { key: "refused", text: "its pods are refused: exceeded quota", patience: 30 };
const passing = { key: "crash app", text: "container app ends again and again: exit code 1" };

function begin(op: string, inputs: object, urn = "urn:reviews", planning = false): EngineEvent {
  return { resourcePreEvent: { metadata: { op, urn, new: { inputs: inputs as Record<string, unknown> } }, planning } };
}

const end = (urn: string): EngineEvent => ({ resOutputsEvent: { metadata: { op: "create", urn } } });
const deployment = { kind: "Deployment", metadata: { namespace: "shop", name: "reviews" } };

describe("a workload is awaited", () => {
  it.each([
    ["from its step to the step's end", [begin("create", deployment)], 1],
    ["while it is updated", [begin("update", deployment)], 1],
    ["no longer", [begin("create", deployment), end("urn:reviews")], 0],
    [
      "not where its step has failed",
      [begin("create", deployment), { resOpFailedEvent: { metadata: { op: "create", urn: "urn:reviews" } } }],
      0,
    ],
    ["not in the preview before", [begin("create", deployment, "urn:reviews", true)], 0],
    ["not where it is deleted", [begin("delete", deployment)], 0],
    ["not where it has no pods", [begin("create", { ...deployment, kind: "Service" })], 0],
  ])("%s", (_what, events, count) => {
    const judge = createStallJudge();
    events.forEach(judge.onEvent);
    expect(judge.listAwaited()).toEqual(
      Array.from({ length: count }, () => ({ kind: "Deployment", namespace: "shop", name: "reviews" })),
    );
  });

  it("in the namespace that Kubernetes puts it into", () => {
    const judge = createStallJudge();
    judge.onEvent(begin("create", { kind: "Pod", metadata: { name: "one" } }));
    expect(judge.listAwaited()).toEqual([{ kind: "Pod", namespace: "default", name: "one" }]);
  });
});

describe("a cause", () => {
  const look = (progress: string, ...causes: (typeof certain | typeof passing)[]) =>
    new Map([[name, { progress, causes }]]);

  it("is said once, after it has stood for 15 s", () => {
    const { judge } = createStallJudge();
    const said = [0, 14, 15, 18, 200].map((now) => judge(look("0", passing), now).said);
    expect(said).toEqual([[], [], [`${name}: ${passing.text}`], [], []]);
  });

  it("that passes by itself ends nothing", () => {
    const { judge } = createStallJudge();
    expect([0, 15, 599].map((now) => judge(look("0", passing), now).fatal)).toEqual([[], [], []]);
  });

  it("that only a person mends ends the run after its patience", () => {
    const { judge } = createStallJudge();
    const fatal = [0, 29, 30].map((now) => judge(look("0", certain, passing), now).fatal);
    expect(fatal).toEqual([[], [], [`${name}: ${certain.text}`]]);
  });

  it("waits on while the workload gets on", () => {
    const { judge } = createStallJudge();
    const looks = [0, 29, 31, 59, 61].map((now) => judge(look(now < 31 ? "0" : "1", certain), now).fatal.length);
    expect(looks).toEqual([0, 0, 0, 0, 1]);
  });

  it("waits on while the run gets on with something else", () => {
    const { judge, onEvent } = createStallJudge();
    judge(look("0", certain), 0);
    onEvent(end("urn:other"));
    expect([29, 58, 59].map((now) => judge(look("0", certain), now).fatal.length)).toEqual([0, 0, 1]);
  });

  it("waits for another that is about to end the run, so that both are named", () => {
    const { judge } = createStallJudge();
    const other = { ...certain, key: "image app", text: "container app: no image" };
    const fatal = [0, 10, 30, 39, 40].map((now) => judge(look("0", certain, ...(now < 10 ? [] : [other])), now).fatal);
    expect(fatal).toEqual([[], [], [], [], [`${name}: ${certain.text}`, `${name}: ${other.text}`]]);
  });

  it("does not wait for others without end", () => {
    const { judge } = createStallJudge();
    const others = [0, 25, 30, 45].map((now) => {
      const changing = { ...certain, key: `image ${now}`, text: "container app: no image" };
      return judge(look("0", certain, changing), now).fatal.length;
    });
    expect(others).toEqual([0, 0, 0, 1]);
  });

  it("that was gone for one look begins anew", () => {
    const { judge } = createStallJudge();
    judge(look("0", certain), 0);
    judge(look("0"), 15);
    expect([30, 45, 60].map((now) => judge(look("0", certain), now).fatal.length)).toEqual([0, 0, 1]);
  });
});

it("the last words", () => {
  expect(formatStall("dev", [`${name}: ${certain.text}`])).toBe(
    [
      "stack dev: the run was ended, since this does not get better by itself:",
      "  Deployment shop/reviews: its pods are refused: exceeded quota",
      "what was made is noted; put that right and run mesh up again",
    ].join("\n"),
  );
});
