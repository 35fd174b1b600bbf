// Does not prove that istiod sends so soon: the end-to-end tests do.
import { expect, it } from "vitest";
import { computeSendMilliseconds } from "../../../src/istio/control-plane/propagation.js";

it.each([
  [undefined, 500],
  [{}, 500],
  [{ PILOT_DEBOUNCE_AFTER: "1s" }, 1400],
  [{ PILOT_DEBOUNCE_AFTER: "soon" }, 500],
])("waits with %o for %i ms after a write", (env, milliseconds) => {
  expect(computeSendMilliseconds(env)).toBe(milliseconds);
});
