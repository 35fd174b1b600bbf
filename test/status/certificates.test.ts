// Certificates that openssl makes. Does not prove that istiod uses them.
import { expect, it } from "vitest";
import { countDays, countServerDays, haveCommon } from "../../src/status/certificates.js";
import { makeSelfSigned } from "../self-signed.js";
import { day, now, root } from "./sample-facts.js";

const other = makeSelfSigned("other.example").certificate;

it.each<[string, string, number | undefined]>([
  ["a certificate", root, 1],
  ["one behind other words", `Certificate:\n    Data\n${root}`, 1],
  ["no certificate", "none", undefined],
  ["nothing", "", undefined],
  ["a broken one", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----", undefined],
])("counts the days of %s", (_what, pem, days) => {
  expect(countDays(pem, now)).toBe(days);
  expect(countServerDays(pem, now)).toBe(days);
});

it("counts days that are over as negative", () => {
  expect([0, 1, 2, 10].map((days) => countDays(root, now + days * day))).toEqual([1, 0, -1, -9]);
});

it("finds a certificate that two bundles have", () => {
  expect(haveCommon(root, other + root)).toBe(true);
  expect(haveCommon(root, other)).toBe(false);
  expect(haveCommon("", root)).toBe(false);
});
