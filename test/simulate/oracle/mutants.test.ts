// Does not prove that live traffic finds them: test/e2e/policy/simulate.test.ts does, with the same meshes.
import { beforeAll, expect, it } from "vitest";
import type { Answer } from "../../../src/simulate/answer.js";
import { simulate } from "../../../src/simulate/simulate.js";
import { generateMesh } from "../generator/mesh.js";
import { createIngress, createRunning } from "../generator/workloads.js";
import { mutants } from "./mutants.js";
import { expectOutcomes } from "./outcomes.js";
import { placeRequest, planMesh } from "./planned-mesh.js";

const options = {
  requestCount: 10,
  jwks: JSON.stringify({ keys: [{ kty: "RSA", e: "AQAB", n: "abc", kid: "test" }] }),
};
const labels = { "istio-injection": "enabled" };
const running = createRunning();
const namespaces = Object.keys(running).map((name) => ({
  apiVersion: "v1",
  kind: "Namespace",
  metadata: { name, labels },
}));
const declared = [...namespaces, ...Object.values(running).flat(), ...createIngress()];
const meshes = Array.from({ length: 15 }, (_, index) => {
  const mesh = generateMesh(31 + index, options);
  return { mesh, reader: planMesh(mesh, declared).reader };
});
let right: string[] = [];

const answerAll = (by: typeof simulate) =>
  meshes.flatMap(({ mesh, reader }) =>
    mesh.requests.map((request) => describe(by(reader, placeRequest(request, reader)))),
  );

/** What traffic and routes show of an answer. */
function describe(answer: Answer): string {
  const deliveries = answer.outcomes.map((outcome) => (outcome.kind === "reached" ? outcome.delivery : undefined));
  return JSON.stringify([expectOutcomes(answer), deliveries]);
}

beforeAll(() => {
  right = answerAll(simulate);
});

it("leaves hardly anything open", () => {
  expect(right.filter((answer) => answer.startsWith("[null")).length).toBeLessThan(right.length / 20);
});

it.each(mutants)("gives other answers where $name", async ({ load }) => {
  const answers = answerAll(await load());
  expect(answers.filter((answer, index) => answer !== right[index]).length).toBeGreaterThan(0);
});
