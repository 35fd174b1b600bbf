// Does not prove that a block begins where one of its size can: Kubernetes and Istio do not ask for it.
import { expect, it } from "vitest";
import { isBlock, isBlockOrAddress, isInBlock } from "../../src/text/ip-block.js";

it.each(["10.0.0.0/8", "10.0.0.1/32", "0.0.0.0/0", "::/0", "2001:db8::/32", "::ffff:1.2.3.4/128"])(
  "%j is one",
  (text) => {
    expect(isBlock(text)).toBe(true);
  },
);

it.each([
  ...["", "10.0.0.0", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/08", "10.0.0.0/+8", "10.0.0.0/8/8", " 10.0.0.0/8"],
  // Forms of other readers of addresses.
  ...["10/8", "10.1/8", "010.0.0.0/8", "0x0a.0.0.0/8", "167772160/8", "10.0.0.0/255.0.0.0"],
  ...["::/129", "fe80::1%eth0/64", "1::2::3/64", "[::]/0", "10.0.0.0/8\n"],
])("%j is none", (text) => {
  expect(isBlock(text)).toBe(false);
});

it.each([
  ["10.1.2.3", "10.0.0.0/8", true],
  ["11.1.2.3", "10.0.0.0/8", false],
  ["10.1.2.3", "10.1.2.3", true],
  ["10.1.2.3", "10.1.2.4", false],
  ["10.1.2.3", "::/0", false],
  ["2001:db8::7", "2001:db8::/32", true],
])("%s in %s", (address, block, expected) => {
  expect(isInBlock(address, block)).toBe(expected);
});

it.each([
  ["10.0.0.1", true],
  ["10.0.0.0/8", true],
  ["10.0.0.0/33", false],
  ["shop", false],
])("%s is a block or an address: %s", (text, expected) => {
  expect(isBlockOrAddress(text)).toBe(expected);
});
