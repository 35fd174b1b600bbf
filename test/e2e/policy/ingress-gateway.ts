import { join } from "node:path";
import { afterAll, beforeAll } from "vitest";
import { withLock } from "../../../src/local/lock.js";
import { testFolder } from "../folder.js";

/** Milliseconds that the files before may take together. */
const patience = 900_000;

/**
 * Has the mesh's ingress gateway for one file alone: what a listener of one says of a port counts for all hosts of that port,
 * so that files which run at the same time would change each other's answers. Files that make gateways of their own need it not.
 */
export function claimIngressGateway(): void {
  let release: () => void = () => undefined;
  beforeAll(
    () =>
      new Promise<void>((claimed, failed) => {
        const held = () =>
          new Promise<void>((resolve) => {
            release = resolve;
            claimed();
          });
        withLock(join(testFolder, "ingress-gateway.lock"), () => undefined, held).catch(failed);
      }),
    patience,
  );
  afterAll(() => release());
}
