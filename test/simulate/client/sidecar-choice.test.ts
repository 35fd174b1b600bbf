// Which Sidecar counts for pods. Does not prove what it lets them call: sidecar-scope.test.ts does.
import { expect, it } from "vitest";
import { createSidecarChoice } from "../../../src/simulate/client/sidecar-choice.js";
import { indexText } from "../mesh-of-text.js";

const sidecar = (namespace: string, name: string, selector: string, created = "") => `
apiVersion: networking.istio.io/v1
kind: Sidecar
metadata: { name: ${name}, namespace: ${namespace}${created === "" ? "" : `, creationTimestamp: "${created}"`} }
spec: { ${selector}egress: [{ hosts: ["./*"] }] }
`;
const all = [
  sidecar("istio-system", "root", ""),
  sidecar("shop", "plain", ""),
  sidecar("shop", "a", "workloadSelector: { labels: { app: web } }, ", "2026-02-01T00:00:00Z"),
  sidecar("shop", "b", "workloadSelector: { labels: { app: web } }, ", "2026-01-01T00:00:00Z"),
];

it.each([
  ["shop", { app: "web" }, ["b", "a"]],
  ["shop", { app: "other" }, ["plain"]],
  ["bank", { app: "web" }, ["root"]],
])("%s %j: %j", (namespace, labels, expected) => {
  const chosen = indexText(all.join("---")).ask(createSidecarChoice)({ namespace, labels });
  expect(chosen.map(({ manifest }) => manifest.metadata.name)).toEqual(expected);
});

it("none counts where none is for the pods", () => {
  const mesh = indexText(all.slice(1).join("---"));
  expect(mesh.ask(createSidecarChoice)({ namespace: "bank", labels: {} })).toEqual([]);
});
