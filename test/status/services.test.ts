// Does not prove that the console shows it: test/e2e/console-page.test.ts does.
import { expect, it } from "vitest";
import { countServiceProblems } from "../../src/status/services.js";
import { say } from "../../src/status/say.js";
import { makeFacts, makePod } from "./sample-facts.js";

const service = (name: string, selector: Record<string, string>) => ({
  ...{ namespace: "shop", name, selector, type: "ClusterIP", addresses: [] },
});
const facts = makeFacts({
  pods: [makePod("web-1"), makePod("api-1", { owner: { kind: "Pod", name: "api-1" }, labels: { app: "api" } })],
  services: [service("web", { app: "web" }), service("api", { app: "api" }), service("both", {})],
});
const of = (kind: string, name: string, namespace = "shop") => say("IST0103", { kind, namespace, name }, "");

it("counts the problems of each Service: its own, those of its pods and of what makes them", () => {
  const problems = [of("Pod", "web-1"), of("Deployment", "web"), of("Pod", "api-1"), of("Service", "both")];
  expect(countServiceProblems(facts, problems)).toEqual([
    { namespace: "shop", name: "api", problems: 1 },
    { namespace: "shop", name: "both", problems: 1 },
    { namespace: "shop", name: "web", problems: 2 },
  ]);
});

it("counts none of other namespaces, of the cluster, or of what no Service selects", () => {
  const problems = [of("Pod", "web-1", "else"), say("MESH0602", undefined, ""), of("VirtualService", "web")];
  expect(countServiceProblems(facts, problems)).toEqual([]);
});
