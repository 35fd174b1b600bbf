// When a call is by mutual TLS, and which servers take it. Does not prove that proxies do so: the live proof of simulation does.
import { describe, expect, it } from "vitest";
import { deliver } from "../../../src/simulate/destination/deliver.js";
import { indexText } from "../mesh-of-text.js";
import {
  deployment,
  service,
  rule,
  peers,
  plainService,
  versions,
  mesh,
  send,
  createTarget,
  summarize,
} from "./sendings.js";

describe("mutual TLS", () => {
  const one = `${mesh}${plainService}${deployment("reviews", "{ app: reviews }")}`;
  const bare = `${mesh}${plainService}${deployment("reviews", '{ app: reviews, sidecar.istio.io/inject: "false" }')}`;
  const tls = (mode: string) => rule(`{ host: reviews, trafficPolicy: { tls: { mode: ${mode} } } }`);
  const failed = "503 upstream";
  it.each<[string, string, boolean, string]>([
    ["by itself", one, false, "Deployment shop/reviews mutual"],
    ["not without a proxy of the caller", one, true, "Deployment shop/reviews"],
    ["STRICT", `${one}${peers("{ mtls: { mode: STRICT } }")}`, false, "Deployment shop/reviews mutual"],
    [
      "STRICT and a caller without a proxy",
      `${one}${peers("{ mtls: { mode: STRICT } }")}`,
      true,
      "broken connection reset: Deployment shop/reviews is STRICT, and the connection is plain text",
    ],
    [
      "STRICT of the mesh",
      `${one}${peers("{ mtls: { mode: STRICT } }", "istio-system")}`,
      true,
      "broken connection reset: Deployment shop/reviews is STRICT, and the connection is plain text",
    ],
    [
      "STRICT of other ports",
      `${one}${peers("{ selector: { matchLabels: { app: reviews } }, mtls: { mode: PERMISSIVE }, portLevelMtls: { 80: { mode: STRICT } } }")}`,
      true,
      "Deployment shop/reviews",
    ],
    [
      "STRICT of the port",
      `${one}${peers("{ selector: { matchLabels: { app: reviews } }, portLevelMtls: { 9080: { mode: STRICT } } }")}`,
      true,
      "broken connection reset: Deployment shop/reviews is STRICT, and the connection is plain text",
    ],
    ["DISABLE", `${one}${peers("{ mtls: { mode: DISABLE } }")}`, false, "Deployment shop/reviews"],
    [
      "DISABLE of these pods",
      `${one}${peers("{ selector: { matchLabels: { app: reviews } }, mtls: { mode: DISABLE } }")}`,
      false,
      "Deployment shop/reviews",
    ],
    [
      "DISABLE of the namespace, STRICT of these pods",
      `${one}${peers("{ mtls: { mode: DISABLE } }")}${peers("{ selector: { matchLabels: { app: reviews } }, mtls: { mode: STRICT } }").replace("name: peers", "name: own")}`,
      false,
      failed,
    ],
    ["a rule that turns it off", `${one}${tls("DISABLE")}`, false, "Deployment shop/reviews"],
    [
      "a rule that turns it off, and STRICT",
      `${one}${tls("DISABLE")}${peers("{ mtls: { mode: STRICT } }")}`,
      false,
      failed,
    ],
    [
      "a rule that turns it on, and DISABLE",
      `${one}${tls("ISTIO_MUTUAL")}${peers("{ mtls: { mode: DISABLE } }")}`,
      false,
      failed,
    ],
    ["a rule that turns on other TLS", `${one}${tls("SIMPLE")}`, false, failed],
    [
      "a rule of an other host",
      `${one}${tls("DISABLE").replace("host: reviews", "host: other")}`,
      false,
      "Deployment shop/reviews mutual",
    ],
    ["no sidecar", bare, false, "Deployment shop/reviews"],
    ["no sidecar, and STRICT", `${bare}${peers("{ mtls: { mode: STRICT } }")}`, true, "Deployment shop/reviews"],
    ["no sidecar, and a rule that turns it on", `${bare}${tls("ISTIO_MUTUAL")}`, false, failed],
  ])("%s", (_, text, isPlain, expected) => {
    expect(summarize(send(text, { isPlain }))).toEqual([expected]);
  });

  it("is off where the mesh's configuration says so", () => {
    const index = indexText(one, { mesh: { config: { enableAutoMtls: false } } });
    const target = createTarget(index, false, {});
    const outcomes = deliver(index, { target, isEncrypted: false, clientAddress: "192.0.2.1" });
    expect(summarize(outcomes)).toEqual(["Deployment shop/reviews"]);
  });

  it("of a headless Service all pods must take", () => {
    const headless = `${mesh}${service("{ clusterIP: None, selector: { app: reviews }, ports: [{ name: http, port: 80, targetPort: web }] }")}`;
    const bare = deployment("reviews-v2", '{ app: reviews, sidecar.istio.io/inject: "false" }');
    expect(summarize(send(`${headless}${versions}`))).toEqual([
      "0.75 Deployment shop/reviews-v1 mutual",
      "0.25 Deployment shop/reviews-v2 mutual",
    ]);
    expect(summarize(send(`${headless}${deployment("reviews-v1", "{ app: reviews }")}${bare}`))).toEqual([
      "0.5 Deployment shop/reviews-v1",
      "0.5 Deployment shop/reviews-v2",
    ]);
  });
});
