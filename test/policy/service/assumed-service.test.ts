// Does not prove that rules take these for real objects: test/plan.test.ts and the rules' tests do.
import { expect, it } from "vitest";
import { assumeService } from "../../../src/policy/service/assumed-service.js";
import { collectServices, createUndeclaredService } from "../../../src/policy/service/service.js";
import { list, shop } from "../compile-text.js";

it("stands for a service that is only named, with pods of each version", () => {
  const service = createUndeclaredService("shop", "details", { app: "details" });
  const made = assumeService(service, { versions: { v1: { version: "v1" }, v2: { version: "v2" } } });
  expect(list(made)).toEqual(["Service shop/details", "Deployment shop/details.v1", "Deployment shop/details.v2"]);
  expect(made[2]?.spec.template.metadata.labels).toEqual({ app: "details", version: "v2" });
  expect(list(assumeService(service))).toEqual(["Service shop/details", "Deployment shop/details"]);
});

it("is not needed for one that is declared", () => {
  expect([...collectServices(shop).values()].flatMap((service) => assumeService(service))).toEqual([]);
});
