// Pulumi's mocks and a small API server. That a real one answers so, and what clients meet then, is for
// test/e2e/policy/gateway-stack.test.ts.
import * as pulumi from "@pulumi/pulumi";
import { expect, it, vi } from "vitest";
import { Gateway, type GatewayArgs } from "../../src/components/gateway.js";
import { makeSelfSigned } from "../self-signed.js";
import { withApiServer, type Answer } from "./api-server.js";
import { runProgram, useFolders } from "./engine.js";

useFolders();

const [shop, other] = [makeSelfSigned("*.shop.io"), makeSelfSigned("other.io")];
const encode = (text: string) => Buffer.from(text).toString("base64");
const secretOf = ({ certificate, privateKey } = shop, more: Record<string, string> = {}): Answer => {
  const data = { "tls.crt": encode(certificate), "tls.key": encode(privateKey), ...more };
  return { status: 200, body: { apiVersion: "v1", kind: "Secret", metadata: {}, data } };
};
const missing: Answer = { status: 404, body: { kind: "Status", message: "not found" } };

const gateway = (mode: "SIMPLE" | "MUTUAL" = "SIMPLE"): Partial<GatewayArgs> => ({
  namespace: "ingress",
  certificates: { shop: { secret: "shop-tls" }, own: shop, idle: { secret: "idle" } },
  listeners: {
    shop: { protocol: "HTTPS", port: 443, hosts: ["www.shop.io"], tls: { certificate: "shop", mode } },
    more: { protocol: "HTTPS", port: 8443, hosts: ["*.shop.io"], tls: { certificate: "shop", mode } },
    own: { protocol: "HTTPS", port: 443, hosts: ["own.shop.io"], tls: { certificate: "own" } },
  },
  ports: [
    { name: "https", port: 443 },
    { name: "more", port: 8443 },
  ],
});

/** What a preview says, and asks the API server. */
async function preview(answers: Record<string, Answer>, args = gateway(), isKnown = true) {
  const said: string[] = [];
  const warn = vi.spyOn(pulumi.log, "warn").mockImplementation((message) => {
    // The first line counts them.
    said.push(...message.split("\n").slice(1));
    return Promise.resolve();
  });
  try {
    const asked = await withApiServer(
      (request) => answers[request.split("/").at(-1) ?? ""] ?? missing,
      async (kubeconfig) => {
        const unknown = pulumi.output(pulumi.unknown) as unknown as pulumi.Output<string>;
        await runProgram(() => {
          new Gateway("public", { kubeconfig: isKnown ? pulumi.secret(kubeconfig) : unknown, ...args });
          return {};
        }, true);
      },
    );
    return { said, asked };
  } finally {
    warn.mockRestore();
  }
}

const remedy = "renew the Secret; no pod restarts";

it("says nothing of a Secret that is right, and reads those alone that listeners use", async () => {
  expect(await preview({ "shop-tls": secretOf() })).toEqual({
    said: [],
    asked: ["GET /api/v1/namespaces/ingress/secrets/shop-tls"],
  });
});

it.each<[string, Answer, string[]]>([
  [
    "is missing",
    missing,
    [
      "warning MESH0257: the cluster has no Secret ingress/shop-tls yet, the certificate of listeners shop, more: no client gets through until there is one; make it, or correct the name",
    ],
  ],
  [
    "has no certificate",
    { status: 200, body: { metadata: {}, data: { token: encode("secret text") } } },
    [
      `warning MESH0257: the Secret ingress/shop-tls of listeners shop, more has neither "tls.crt" and "tls.key" nor "cert" and "key"; ${remedy}`,
    ],
  ],
  [
    "has the key of another one",
    secretOf({ ...shop, privateKey: other.privateKey }),
    [
      `warning MESH0257: the Secret ingress/shop-tls of listeners shop, more has a "tls.key" that is not the one of its certificate; ${remedy}`,
    ],
  ],
  [
    "is for other hosts",
    secretOf(other),
    [
      `warning MESH0257: the certificate of the Secret ingress/shop-tls is for other.io, not for "www.shop.io" of listener shop; ${remedy}`,
      `warning MESH0257: the certificate of the Secret ingress/shop-tls is for other.io, not for "*.shop.io" of listener more; ${remedy}`,
    ],
  ],
])("warns of a Secret that %s", async (_, answer, expected) => {
  expect((await preview({ "shop-tls": answer })).said).toEqual(expected);
});

it("warns of a certificate that is expired", async () => {
  vi.useFakeTimers({ now: Date.now() + 3 * 24 * 3600 * 1000, toFake: ["Date"] });
  try {
    const args = gateway();
    delete args.certificates?.own;
    delete args.listeners?.own;
    const [said = ""] = (await preview({ "shop-tls": secretOf() }, args)).said;
    expect(said.replace(/\d{4}-\S+Z/, "<time>")).toBe(
      `warning MESH0257: the Secret ingress/shop-tls of listeners shop, more has a certificate that expired at <time>; ${remedy}`,
    );
  } finally {
    vi.useRealTimers();
  }
});

it("looks for the authority of clients in the Secret, and in the one beside it", async () => {
  const authority = { "ca.crt": encode(other.certificate) };
  expect((await preview({ "shop-tls": secretOf(shop, authority) }, gateway("MUTUAL"))).said).toEqual([]);
  const beside = { status: 200, body: { metadata: {}, data: authority } };
  const answers = { "shop-tls": secretOf(), "shop-tls-cacert": beside };
  expect((await preview(answers, gateway("MUTUAL"))).said).toEqual([]);
  const { said } = await preview({ "shop-tls": secretOf() }, gateway("MUTUAL"));
  expect(said).toEqual(
    ["shop", "more"].map(
      (name) =>
        `warning MESH0257: the Secret ingress/shop-tls has no "ca.crt", and listener ${name} must check its clients; add the authority of the clients' certificates to it`,
    ),
  );
  const none = secretOf(shop, { "ca.crt": encode("none") });
  expect((await preview({ "shop-tls": none }, gateway("MUTUAL"))).said[0]).toBe(
    `warning MESH0257: the Secret ingress/shop-tls of listener shop has a "ca.crt" that is not a certificate in PEM; ${remedy}`,
  );
});

it("says nothing where it may not read the Secret, or there is no cluster yet", async () => {
  const forbidden = { status: 403, body: { kind: "Status", message: "forbidden" } };
  expect((await preview({ "shop-tls": forbidden })).said).toEqual([]);
  expect(await preview({}, gateway(), false)).toEqual({ said: [], asked: [] });
});

it("warns where cert-manager is not there", async () => {
  const certManager = { issuer: "own", dnsNames: ["www.shop.io"] };
  const args: Partial<GatewayArgs> = { certificates: { a: { certManager }, b: { certManager } } };
  const name = "certificates.cert-manager.io";
  const asked = [`GET /apis/apiextensions.k8s.io/v1/customresourcedefinitions/${name}`];
  expect(await preview({}, args)).toEqual({
    said: [
      "warning MESH0258: the cluster has no cert-manager yet, but the gateway needs it for the certificates a, b; install cert-manager before, or take the certificate from elsewhere",
    ],
    asked,
  });
  expect(await preview({ [name]: { status: 200, body: { metadata: {} } } }, args)).toEqual({ said: [], asked });
});
