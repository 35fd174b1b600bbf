// Does not prove that the form's library shows what these say; test/e2e/console-page does for some fields.
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { cleanValue } from "../../../src/console/ui/service/form/clean-value.js";
import { toErrorSchema } from "../../../src/console/ui/service/form/field-errors.js";
import { describeField } from "../../../src/console/ui/service/form/field-notes.js";
import { isNamedText, toFormSchema, type Schema } from "../../../src/console/ui/service/form/form-schema.js";
import { jsonValidator } from "../../../src/console/ui/service/form/json-validator.js";
import { findSourceLink } from "../../../src/console/ui/service/source-link.js";
import { kinds } from "../../../src/policy/registry.js";

const schemaOf = (key: string): Schema => {
  const kind = kinds.find((one) => one.key === key);
  if (kind === undefined) throw new Error(`no kind ${key}`);
  return toFormSchema(z.toJSONSchema(kind.schema, { io: "input", unrepresentable: "any" }) as Schema);
};
const property = (schema: Schema, key: string) => schema.properties?.[key] as Schema;

describe("a schema for the form", () => {
  it("has no defaults that the library would write into the document", () => {
    for (const { key } of kinds)
      // A field of that name is a schema, so an object.
      expect(JSON.stringify(schemaOf(key))).not.toMatch(/"default":[^{]/);
  });

  it("says them as a note", () => {
    expect(describeField(property(schemaOf("retries"), "backoff"))).toEqual([
      ...["a duration in h, m, s or ms", "default: 25ms", "for example 3s"],
    ]);
    expect(describeField(property(schemaOf("mirror"), "percentage"))).toEqual(["0 to 100 %", "default: 100"]);
  });

  it("names the members of a choice, and makes one text of several formats", () => {
    const call = schemaOf("calls").items as Schema;
    expect(call.anyOf?.map((one) => (one as Schema).title)).toEqual(["name", "settings: host, port, protocol…"]);
    const addresses = property(call.anyOf?.[1] as Schema, "addresses").items as Schema;
    expect(addresses).toEqual({ type: "string", examples: ["10.0.0.1", "10.0.0.0/8", "2001:db8::1", "2001:db8::/32"] });
  });

  it("knows one of several names for one text", () => {
    const match = property(schemaOf("routes").items as Schema, "match").items as Schema;
    expect(isNamedText(property(match, "uri"))).toBe(true);
    expect(isNamedText(match)).toBe(false);
  });
});

it("a value is told apart by its schema, without anything compiled", () => {
  const call = schemaOf("calls").items as Schema;
  const fits = (value: unknown) => call.anyOf?.map((one) => jsonValidator.isValid(one as Schema, value, call));
  expect(fits("shop/ratings")).toEqual([true, false]);
  expect(fits({ host: "api.example.com", port: 443 })).toEqual([false, true]);
});

it("findings are on the deepest field that the form shows", () => {
  const finding = { code: "MESH0201", level: "error", message: "m" } as const;
  const at = (...path: (string | number)[]) => ({ ...finding, path });
  expect(
    toErrorSchema(
      [
        { ...at("access", "allow", 0, "from", 1), remedy: "r" },
        at("access", "allow", 0, "form"),
        at("access"),
        at("timeout"),
        finding,
      ],
      "access",
      schemaOf("access"),
    ),
  ).toEqual({
    __errors: ["error MESH0201: m"],
    allow: { 0: { __errors: ["error MESH0201: m"], from: { 1: { __errors: ["error MESH0201: m → r"] } } } },
  });
});

it("what a form holds becomes a value without holes", () => {
  expect(cleanValue({ a: undefined, b: [undefined, { c: undefined, d: 0 }], e: {} })).toEqual({
    b: ["", { d: 0 }],
    e: {},
  });
});

it.each([
  [
    "Istio: VirtualService, HTTPRetry",
    "https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRetry",
  ],
  ["Istio: PeerAuthentication", "https://istio.io/latest/docs/reference/config/security/peer_authentication/"],
  ["Envoy: rate limit service; envoyproxy/ratelimit", undefined],
])("the source %j is at %s", (source, link) => {
  expect(findSourceLink(source)).toBe(link);
});

it("every kind of Istio's has a link", () => {
  const without = kinds.filter(({ source }) => source.startsWith("Istio") && findSourceLink(source) === undefined);
  expect(without.map(({ key }) => key)).toEqual([]);
});
