// Pulumi's mocks and a small chart. Does not prove that the gateway serves them: test/e2e/policy/gateway-tls.test.ts does.
import * as pulumi from "@pulumi/pulumi";
import { expect, it } from "vitest";
import { Gateway } from "../../src/components/gateway.js";
import type { GatewayCertificate } from "../../src/components/gateway-certificates.js";
import { find, list, runProgram, useFolders } from "./engine.js";

useFolders();

const install = (certificates: Record<string, GatewayCertificate>) =>
  runProgram(() => {
    new Gateway("public", { kubeconfig: "the kubeconfig", namespace: "edge", certificates });
    return {};
  });

it("makes a Secret of what is given as PEM, secret in the state", async () => {
  const run = await install({
    shop: {
      certificate: pulumi.output("the certificate"),
      privateKey: pulumi.secret("the key"),
      caCertificate: pulumi.output("the authority"),
    },
  });
  const { inputs } = find(run, "public-Secret/edge/public-shop");
  expect([inputs.type, inputs.stringData]).toEqual([
    "kubernetes.io/tls",
    { secret: { "tls.crt": "the certificate", "tls.key": "the key", "ca.crt": "the authority" } },
  ]);
  expect(find(run, "public").inputs.certificates.shop.privateKey).toEqual({ secret: "the key" });
});

it("asks cert-manager for a certificate, and leaves a Secret of others alone", async () => {
  const run = await install({
    shop: { certManager: { issuer: "letsencrypt", issuerKind: "ClusterIssuer", dnsNames: ["www.shop.io"] } },
    other: { secret: "theirs" },
  });
  expect(find(run, "public-Certificate/edge/public-shop").inputs.spec).toEqual({
    secretName: "public-shop",
    dnsNames: ["www.shop.io"],
    issuerRef: { group: "cert-manager.io", kind: "ClusterIssuer", name: "letsencrypt" },
  });
  expect(list(run).filter((name) => name.includes("Secret"))).toEqual([]);
});
