// What HTTPRoute says of retries. Does not prove that a gateway makes them.
import { expect, it } from "vitest";
import type { MeshFacts } from "../../../src/policy/kind.js";
import { compileText } from "../compile-text.js";
import { document, listeners, meshOf } from "../kinds/expose-listeners.js";

const mesh: MeshFacts = {
  ...meshOf(listeners),
  gateways: meshOf(listeners).gateways.map((gateway) => ({ ...gateway, api: "gateway-api" })),
  hasRouteRetries: true,
};
const matches = [{ path: { type: "PathPrefix", value: "/" } }];
const backendRefs = [{ name: "reviews", port: 9080 }];

it.each([
  ["{ attempts: 0 }", "", {}, { attempts: 0 }],
  [
    '{ attempts: 2, perTryTimeout: 500ms, backoff: 100ms, retryOn: "503,connect-failure,refused-stream,unavailable,cancelled" }',
    "timeout: 2s\n",
    { timeouts: { request: "2s", backendRequest: "500ms" } },
    { attempts: 2, codes: [503], backoff: "100ms" },
  ],
  // The definition takes no time-out of a try that is longer than the request's.
  ["{ attempts: 1, perTryTimeout: 3s }", "timeout: 2s\n", { timeouts: { request: "2s" } }, { attempts: 1 }],
])("says retries %s where the definitions have them", (retries, more, timeouts, retry) => {
  const text = `${document("reviews", "hosts: [www.a.io]")}retries: ${retries}\n${more}`;
  const { manifests } = compileText(text, { mesh });
  const route = manifests.find(({ kind }) => kind === "HTTPRoute");
  expect(route?.spec.rules).toEqual([{ matches, backendRefs, ...timeouts, retry }]);
});

it.each([
  [
    '{ attempts: 2, retryOn: "503" }',
    "`retryOn` with more than statuses and connect-failure,refused-stream,unavailable,cancelled, which it always retries",
  ],
  ["{ attempts: 2, retryRemoteLocalities: true }", "`retryRemoteLocalities` of retries"],
])("refuses retries %s, which they have not", (retries, what) => {
  const text = `${document("reviews", "hosts: [www.a.io]")}retries: ${retries}\n`;
  const { said } = compileText(text, { mesh });
  expect(said).toHaveLength(1);
  expect(said[0]).toContain(`HTTPRoute cannot say ${what}; remove it`);
});
