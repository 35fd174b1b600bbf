// Salts that Pulumi made. Does not prove that a later Pulumi makes them so.
import { expect, it } from "vitest";
import { emptyPassphraseSalt, fitsSalt } from "../../src/cli/encryption-salt.js";
import { makeSalt } from "./make-salt.js";

const secret = makeSalt("secret");

it.each<[string, string, boolean]>([
  [emptyPassphraseSalt, "", true],
  [emptyPassphraseSalt, "secret", false],
  [makeSalt(""), "", true],
  [secret, "secret", true],
  [secret, "", false],
  [secret, "other", false],
  ["v1:not:a:salt", "secret", false],
  ["", "", false],
])("%s is of passphrase %j: %s", async (salt, passphrase, expected) => {
  expect(await fitsSalt(salt, passphrase)).toBe(expected);
});

it("the salt that everybody knows is one that Pulumi made, not only one that is taken for it", async () => {
  // Written otherwise, so that it is tried.
  expect(await fitsSalt(emptyPassphraseSalt.replace("fvg==", "fvg="), "")).toBe(true);
});
