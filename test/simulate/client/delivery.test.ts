// Does not prove that Envoy waits and tries again so: the live tests of timeouts and retries do.
import { expect, it } from "vitest";
import { computeDelivery } from "../../../src/simulate/client/delivery.js";

const byDefault = "connect-failure,refused-stream,unavailable,cancelled,retriable-status-codes";
const ofMesh = { defaultHttpRetryPolicy: { attempts: 1, retryOn: "5xx" } };

it.each<[unknown, Record<string, unknown>, unknown]>([
  [undefined, {}, { attempts: 2, retryOn: byDefault }],
  [{ timeout: "2s" }, {}, { timeout: "2s", attempts: 2, retryOn: byDefault }],
  [{ timeout: "0s" }, {}, { attempts: 2, retryOn: byDefault }],
  [{ retries: { attempts: 0 } }, {}, { attempts: 0 }],
  [{ retries: {} }, ofMesh, { attempts: 0 }],
  [{ retries: { attempts: 3, perTryTimeout: "1s" } }, {}, { attempts: 3, perTryTimeout: "1s", retryOn: byDefault }],
  [{ retries: { attempts: 3, retryOn: "5xx, 503" } }, {}, { attempts: 3, retryOn: "5xx,503,retriable-status-codes" }],
  [{}, ofMesh, { attempts: 1, retryOn: "5xx" }],
])("a rule %j in a mesh with %j", (rule, config, expected) => {
  expect(computeDelivery(rule, config)).toEqual(expected);
});
