import { cpSync, mkdirSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { mesh } from "./mesh.js";
import { checkoutFolder, projectFolder, testFolder } from "./folder.js";

const copied = ["dist", "src", "stacks", "Pulumi.yaml", "package.json"];

/** Vitest's global set-up: a copy of the project and a fresh local cluster for all end-to-end tests; afterwards neither. */
export async function setup(): Promise<() => Promise<void>> {
  makeCheckout();
  await mesh("local", "down");
  rmSync(testFolder, { recursive: true, force: true });
  makeCheckout();
  const { code, output } = await mesh("local", "up");
  if (code !== 0) throw new Error(`the local cluster does not start:\n${output}`);
  return async () => {
    const down = await mesh("local", "down");
    if (down.code !== 0) throw new Error(`the local cluster does not end:\n${down.output}`);
    rmSync(testFolder, { recursive: true, force: true });
  };
}

/** Copies what the tests run, so that they may change its stacks. */
export function makeCheckout(): void {
  // What a killed run has left there is in the way of the copies: Node copies no link over another one.
  rmSync(checkoutFolder, { recursive: true, force: true });
  mkdirSync(checkoutFolder, { recursive: true });
  // A link between stacks leads to the copy, not to what was copied.
  const options = { recursive: true, verbatimSymlinks: true };
  for (const name of copied) cpSync(join(projectFolder, name), join(checkoutFolder, name), options);
  rmSync(join(checkoutFolder, "node_modules"), { force: true });
  symlinkSync(join(projectFolder, "node_modules"), join(checkoutFolder, "node_modules"));
}
