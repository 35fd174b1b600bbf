// Does not prove that a token is looked at: test/e2e/policy/jwt.test.ts does.
import { generateKeyPairSync } from "node:crypto";
import { describe, expect, it } from "vitest";
import { compileText, list } from "../compile-text.js";

const selector = (app: string) => ({ matchLabels: { app } });
// Its bytes differ from run to run; nothing here depends on them.
const key = generateKeyPairSync("ed25519").publicKey.export({ format: "jwk" });
const required = (app: string, to?: object[]) => ({
  selector: selector(app),
  action: "DENY",
  rules: [{ from: [{ source: { notRequestPrincipals: ["*"] } }], ...(to === undefined ? {} : { to }) }],
});

function compileSpecs(text: string): Record<string, unknown> {
  const { manifests, said } = compileText(text);
  expect(said).toEqual([]);
  return Object.fromEntries(manifests.map(({ kind, metadata, spec }) => [`${kind} ${metadata.name}`, spec as unknown]));
}

it("checks tokens as Istio's rules say, and refuses requests without one", () => {
  const text = `
service: shop/reviews
jwt:
  rules:
    - issuer: a
      jwks: { keys: [${JSON.stringify({ ...key, key_ops: 1 })}] }
      audiences: [reviews]
      claimsToHeaders: { x-sub: sub, x-name: name }
      forwardOriginalToken: true
    - { issuer: "https://b", fromHeaders: [{ name: x-token, prefix: "t " }], fromParams: [token] }
  exceptPaths: [/healthz]
`;
  expect(compileSpecs(text)).toEqual({
    "RequestAuthentication reviews": {
      selector: selector("reviews"),
      jwtRules: [
        {
          issuer: "a",
          jwks: JSON.stringify({ keys: [{ kty: key.kty, crv: key.crv, x: key.x }] }),
          audiences: ["reviews"],
          outputClaimToHeaders: [
            { header: "x-sub", claim: "sub" },
            { header: "x-name", claim: "name" },
          ],
          forwardOriginalToken: true,
        },
        { issuer: "https://b", fromHeaders: [{ name: "x-token", prefix: "t " }], fromParams: ["token"] },
      ],
    },
    "AuthorizationPolicy reviews.jwt": required("reviews", [{ operation: { notPaths: ["/healthz"] } }]),
  });
});

it("lets requests without a token pass only where that is said", () => {
  const { manifests } = compileText(
    'service: shop/reviews\njwt: { rules: [{ issuer: "https://a" }], required: false }\n',
  );
  expect(list(manifests)).toEqual(["RequestAuthentication shop/reviews"]);
});

it("of a namespace is that of each service with HTTP or gRPC that has none of its own", () => {
  const text = `
namespace: shop
jwt: { rules: [{ issuer: https://a }] }
---
service: shop/reviews
jwt: { rules: [{ issuer: https://b }] }
`;
  const rules = (app: string, issuer: string) => ({ selector: selector(app), jwtRules: [{ issuer }] });
  expect(compileSpecs(text)).toEqual({
    "RequestAuthentication mixed": rules("mixed", "https://a"),
    // Istio would refuse every TCP connection.
    "AuthorizationPolicy mixed.jwt": required("mixed", [{ operation: { notPorts: ["6379"] } }]),
    "RequestAuthentication productpage": rules("productpage", "https://a"),
    "AuthorizationPolicy productpage.jwt": required("productpage"),
    "RequestAuthentication ratings": rules("ratings", "https://a"),
    "AuthorizationPolicy ratings.jwt": required("ratings"),
    "RequestAuthentication reviews": rules("reviews", "https://b"),
    "AuthorizationPolicy reviews.jwt": required("reviews"),
  });
});

const correct = "correct the document; nothing has been changed";

it.each([
  [
    "{ issuer: a }",
    `\`jwt.rules[0]\` is {"issuer":"a"}; give jwks or jwksUri, since the issuer is not an address that could be asked; ${correct}`,
  ],
  [
    `{ issuer: a, jwksUri: "https://a/k", jwks: { keys: [${JSON.stringify(key)}] } }`,
    `\`jwt.rules[0]\` is ${JSON.stringify({ issuer: "a", jwksUri: "https://a/k", jwks: { keys: [key] } })}; give either jwks or jwksUri; ${correct}`,
  ],
  [
    "{ issuer: a, jwks: { keys: [{ kty: RSA, d: x }] } }",
    `\`jwt.rules[0].jwks.keys[0]\` is {"kty":"RSA","d":"x"}; it is a private key; with it, anyone can create tokens; use the public key; ${correct}`,
  ],
  [
    "{ issuer: a, jwks: { keys: [{ kty: RSA, n: x }] } }",
    `\`jwt.rules[0].jwks.keys[0]\` is {"kty":"RSA","n":"x"}; it cannot be read as a public key; ${correct}`,
  ],
  [
    "{ issuer: a, jwks: { keys: [{ kty: oct, k: x }] } }",
    `\`jwt.rules[0].jwks.keys[0].kty\` is "oct"; allowed are RSA, EC, OKP; ${correct}`,
  ],
  [
    "{ issuer: a, jwksUri: file:///keys }",
    `\`jwt.rules[0].jwksUri\` is "file:///keys"; it must be an address that begins with https:// or http://; ${correct}`,
  ],
])("%s is refused", (rule, message) => {
  const { said } = compileText(`service: shop/reviews\njwt: { rules: [${rule}] }\n`);
  expect(said.map((line) => line.replace(/^shop\.yaml:2:\d+: error MESH0201: /, ""))).toEqual([message]);
});

it("needs the labels of the pods, and a port that is not TCP", () => {
  const rules = 'jwt: { rules: [{ issuer: "https://a" }] }\n';
  expect(compileText(`service: other/legacy\n${rules}`).said).toEqual([
    "shop.yaml:2:1: error MESH0207: jwt is for the pods of other/legacy, whose labels are not known; add `selector` with the labels of its pods, or put its Service among the stack's manifests",
  ]);
  expect(compileText(`service: shop/database\n${rules}`).said).toEqual([
    "shop.yaml:2:1: error MESH0204: jwt works for http and grpc, and the ports of shop/database are 5432 tcp; remove it, or name the port's protocol by its appProtocol",
  ]);
});

describe("is tighter", () => {
  const a = "rules: [{ issuer: https://a }]";
  it.each([
    [`{ ${a} }`, `{ rules: [{ issuer: https://a, audiences: [x] }] }`, true],
    [`{ ${a} }`, `{ rules: [{ issuer: https://b }] }`, false],
    [`{ ${a} }`, `{ rules: [{ issuer: https://a, fromParams: [t] }] }`, false],
    [`{ ${a} }`, `{ ${a}, required: false }`, false],
    [`{ ${a}, required: false }`, `{ ${a} }`, true],
    [`{ ${a} }`, `{ ${a}, exceptPaths: [/a] }`, false],
    [`{ ${a}, exceptPaths: [/a*] }`, `{ ${a}, exceptPaths: [/a/b] }`, true],
    [
      `{ rules: [{ issuer: https://a, audiences: [x, z] }] }`,
      `{ rules: [{ issuer: https://a, audiences: [x] }] }`,
      true,
    ],
    [`{ rules: [{ issuer: https://a, audiences: [x] }] }`, `{ ${a} }`, false],
  ])("than %s: %s: %s", (outer, inner, isTighter) => {
    const text = `namespace: shop\njwt: ${outer}\ntightenOnly: [jwt]\n---\nservice: shop/reviews\njwt: ${inner}\n`;
    const { said } = compileText(text);
    expect(said.filter((line) => line.startsWith("shop.yaml:6:1: error MESH0205")).length).toBe(isTighter ? 0 : 1);
    expect(said.length).toBe(isTighter ? 0 : 1);
  });
});
