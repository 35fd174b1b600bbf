import { rmSync } from "node:fs";
import { afterAll } from "vitest";
import { makeCheckout } from "./cluster.js";
import { testFolder } from "./folder.js";

// Vitest's set-up of each file that needs no cluster: a fresh folder of its worker, with a copy of the project.

process.env.XDG_STATE_HOME = testFolder;
rmSync(testFolder, { recursive: true, force: true });
makeCheckout();
afterAll(() => {
  rmSync(testFolder, { recursive: true, force: true });
});
