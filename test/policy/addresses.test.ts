// Does not prove that istiod takes these: the random documents of test/e2e/policy/webhook.test.ts do.
import { expect, it } from "vitest";
import { compileText } from "./compile-text.js";

const call = (field: string) =>
  compileText(`service: shop/reviews\ncalls: [{ host: a.io, port: 443, ${field} }]\n`).said;

it.each(["addresses: [10.0.0.1, 10.0.0.0/8, 2001:db8::1]", "endpoints: [10.0.0.1]", "endpoints: [b.example.com]"])(
  "%s is right",
  (field) => {
    expect(call(field)).toEqual([]);
  },
);

it.each([
  ["addresses: [GET]", '`calls[0].addresses[0]` is "GET"; it must be an address or a CIDR block'],
  ["endpoints: [a b]", '`calls[0].endpoints[0]` is "a b"; it must be an IP address or a host name'],
])("%s is refused", (field, message) => {
  expect(call(field)).toEqual([
    expect.stringContaining(`error MESH0201: ${message}; correct the document; nothing has been changed`),
  ]);
});
