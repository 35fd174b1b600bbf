// Does not prove that the engine runs them: test/e2e/policy-pack.test.ts does.
import type { StackValidationArgs, StackValidationPolicy } from "@pulumi/policy";
import { expect, it } from "vitest";
import { createMeshPolicies, type MeshPolicyOptions } from "../src/policy-pack.js";
import { makeResource } from "./policy-pack/resource.js";
import { unknownText } from "./policy-pack/unknown.js";

const shop = (name: string) => ({ name, namespace: "shop" });
const route = (name: string, host: unknown, weights = [50, 50]) => {
  const destinations = [host, "reviews"].map((one, index) => ({ weight: weights[index], destination: { host: one } }));
  const spec = { hosts: [`${name}.example.com`], http: [{ route: destinations }] };
  return makeResource({ apiVersion: "networking.istio.io/v1", kind: "VirtualService", metadata: shop(name), spec });
};
const service = makeResource({
  apiVersion: "v1",
  kind: "Service",
  metadata: shop("reviews"),
  spec: { ports: [{ port: 80, name: "http" }] },
});

/** What each policy says of a stack, and of which resource, by the policy's configuration. */
function validate(
  resources: ReturnType<typeof makeResource>[],
  { options, configuration = {} }: { options?: MeshPolicyOptions; configuration?: Record<string, object> } = {},
): Record<string, string[]> {
  const policies = createMeshPolicies(options) as StackValidationPolicy[];
  const said = policies.map(({ name, validateStack }) => {
    const violations: string[] = [];
    const args = { resources, getConfig: () => configuration[name] ?? {} } as unknown as StackValidationArgs;
    void validateStack(args, (message, urn) => violations.push(`${urn?.split("::").at(-1) ?? "stack"}: ${message}`));
    return [name, violations];
  });
  return Object.fromEntries(said) as Record<string, string[]>;
}

const error =
  'bad: error IST0101: no Service and no ServiceEntry that is seen from namespace shop has the host "nowhere"; name an existing object, or declare the named one';

it("has a policy a level", () => {
  expect(createMeshPolicies().map(({ name, enforcementLevel }) => [name, enforcementLevel])).toEqual([
    ["istio-notes", "disabled"],
    ["istio-errors", "mandatory"],
    ["istio-warnings", "advisory"],
  ]);
});

it("says each finding by the policy of its level", () => {
  const said = validate([route("bad", "nowhere"), route("odd", "reviews", [60, 60]), service]);
  expect(said["istio-errors"]).toEqual([error]);
  expect(said["istio-warnings"]).toEqual([
    "odd: warning KIA1105: reviews is the destination 1 of this route already; make one of them, with the sum of the weights",
    "odd: warning MESH0311: the weights 60, 60 sum to 120, so the destinations get 50%, 50%; make them sum to 100",
  ]);
});

it("says by the notes what could not be decided", () => {
  const said = validate([route("bad", unknownText), service]);
  expect(said["istio-errors"]).toEqual([]);
  expect(said["istio-notes"]?.at(-1)).toMatch(/^bad: not checked before its values are known: .*destination-hosts/);
});

it("leaves out what each policy's configuration suppresses, and warns of suppressions that leave out nothing", () => {
  const suppress = (code: string, resource: string) => ({ code, resource, reason: "tried" });
  const configuration = {
    "istio-errors": { suppressions: [suppress("IST0101", "VirtualService bad.shop"), suppress("IST0109", "*")] },
    "istio-warnings": { suppressions: [suppress("MESH0311", "VirtualService odd.*"), suppress("KIA1105", "*")] },
  };
  const said = validate([route("bad", "nowhere"), route("odd", "reviews", [60, 60]), service], { configuration });
  expect(said["istio-errors"]).toEqual([]);
  expect(said["istio-warnings"]).toEqual([
    'stack: warning MESH0301: the suppression of IST0109 for * ("tried") leaves out nothing; remove it',
  ]);
});

it("takes what the pack's program knows for all policies", () => {
  const elsewhere = { apiVersion: "v1", kind: "Service", metadata: shop("nowhere") };
  const suppressions = [{ code: "*", resource: "VirtualService odd.shop", reason: "tried" }];
  const resources = [route("bad", "nowhere"), route("odd", "nobody", [60, 60]), service];
  const said = validate(resources, { options: { assumed: [elsewhere], suppressions } });
  expect([said["istio-errors"], said["istio-warnings"]]).toEqual([[], []]);
});

it("takes the control plane's namespace from the configuration", () => {
  const namespace = makeResource({ apiVersion: "v1", kind: "Namespace", metadata: { name: "mesh" } });
  expect(validate([namespace])["istio-notes"]?.map((text) => text.slice(0, 18))).toEqual(["mesh: info IST0102"]);
  const configuration = { "istio-notes": { rootNamespace: "mesh" } };
  expect(validate([namespace], { configuration })["istio-notes"]).toEqual([]);
});

it("lets the configuration suppress the codes of its level alone, each with a reason", () => {
  const codes = createMeshPolicies().map(({ configSchema }) => {
    const { items } = configSchema?.properties.suppressions ?? {};
    const { properties, required } = items as { properties: { code: { enum: string[] } }; required: string[] };
    expect(required).toEqual(["code", "resource", "reason"]);
    return ["IST0102", "IST0101", "MESH0311"].filter((code) => properties.code.enum.includes(code));
  });
  expect(codes).toEqual([["IST0102"], ["IST0101"], ["MESH0311"]]);
});
