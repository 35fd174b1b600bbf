// States as Pulumi writes them, shortened. Does not prove that Pulumi keeps them so: test/e2e/console-live.test.ts does.
import { expect, it } from "vitest";
import { compareStates } from "../../../src/console/history/update-objects.js";

const object = (kind: string, name: string, spec: unknown) => {
  return { apiVersion: "a/v1", kind, metadata: { name, namespace: "shop" }, spec };
};
const state = (...resources: unknown[]) => ({ version: 3, checkpoint: { stack: "dev", latest: { resources } } });
const resource = (inputs: unknown, more: object = {}) => ({ urn: "urn", custom: true, inputs, ...more });
const secret = (ciphertext: string) => {
  return { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", ciphertext };
};

it("names the objects that came, changed and went, and no other resource", () => {
  const before = state(
    resource(object("VirtualService", "reviews", { timeout: "3s" })),
    resource(object("Secret", "key", secret("one"))),
    resource(object("DestinationRule", "old", {})),
    resource({ triggers: "component" }),
    { urn: "urn:stack" },
  );
  const after = state(
    resource(object("VirtualService", "reviews", { timeout: "5s" })),
    resource(object("Secret", "key", secret("two"))),
    resource(object("DestinationRule", "new", {})),
    resource(object("DestinationRule", "replaced", {}), { delete: true }),
  );
  const found = compareStates(before, after);
  expect(found.map(({ change, kind, namespace, name }) => `${change} ${kind} ${namespace}/${name}`)).toEqual([
    "update VirtualService shop/reviews",
    "create DestinationRule shop/new",
    "delete DestinationRule shop/old",
  ]);
  expect([found[0]?.before, found[0]?.after].map((text) => text?.split("\n").at(-2))).toEqual([
    "  timeout: 3s",
    "  timeout: 5s",
  ]);
});

it("shows no secret, not even as it is encrypted", () => {
  const made = compareStates(undefined, state(resource(object("Secret", "key", { tls: secret("hidden") }))));
  expect(made.map(({ after }) => after?.split("\n").at(-2))).toEqual(["  tls: (secret)"]);
});

it("a stack that has been destroyed has no objects any more", () => {
  const before = state(resource(object("VirtualService", "reviews", {})));
  const gone = [{ change: "delete", name: "reviews" }];
  expect(compareStates(before, state())).toMatchObject(gone);
  expect(compareStates(before, { checkpoint: { stack: "dev" } })).toMatchObject(gone);
});
