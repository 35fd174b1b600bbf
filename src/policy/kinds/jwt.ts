import { createPublicKey, type JsonWebKey } from "node:crypto";
import { z } from "zod";
import type { Manifest } from "../../kubernetes/manifest.js";
import { findTcpPorts } from "../access/access-rule.js";
import { dropUndefined } from "../../text/drop-undefined.js";
import { defineKind } from "../kind.js";
import { pathPattern } from "../access/patterns.js";
import { isEveryWithin } from "../access/rule-containment.js";
import { findSelector } from "../service/selector.js";

const texts = z.array(z.string().min(1)).min(1);

const text = z.string().optional();

// A key may have more fields (RFC 7517), such as a certificate; they are left out, since checking a signature needs none of them.
const key = z
  .object({
    kty: z.enum(["RSA", "EC", "OKP"]),
    kid: text,
    alg: text,
    use: text,
    crv: z.enum(["P-256", "P-384", "P-521", "Ed25519"]).optional(),
    n: text,
    e: text,
    x: text,
    y: text,
    d: text,
  })
  .refine(({ d }) => d === undefined, "it is a private key; with it, anyone can create tokens; use the public key")
  .refine((value) => value.d !== undefined || isReadable(value), "it cannot be read as a public key");

const rule = z
  .strictObject({
    issuer: z.string().min(1).meta({ description: "The token's `iss`." }),
    jwksUri: z
      .url({ protocol: /^https?$/, error: "it must be an address that begins with https:// or http://" })
      .max(2048)
      .optional()
      .meta({
        description:
          "Where the control plane fetches the keys. Without it and `jwks`, the issuer's discovery document is used.",
      }),
    jwks: z
      .strictObject({ keys: z.array(key).min(1) })
      .optional()
      .meta({ description: "The public keys themselves." }),
    audiences: texts.optional().meta({ description: "The token's `aud` must have one of these." }),
    claimsToHeaders: z
      .record(z.string().regex(/^[-_A-Za-z0-9]+$/, "a header's name has letters, digits, - and _"), z.string().min(1))
      .optional()
      .meta({
        description: "Header that the service gets, to the claim that it holds; callers cannot set it themselves.",
      }),
    forwardOriginalToken: z.boolean().optional().meta({ default: false }),
    fromHeaders: z
      .array(z.strictObject({ name: z.string().min(1), prefix: z.string().optional() }))
      .min(1)
      .optional()
      .meta({ description: "Where the token is, if not in `Authorization: Bearer`." }),
    fromParams: texts.optional().meta({ description: "Query parameters that the token may be in." }),
  })
  .refine(({ jwks, jwksUri }) => jwks === undefined || jwksUri === undefined, "give either jwks or jwksUri")
  .refine(
    ({ jwks, jwksUri, issuer }) => jwks !== undefined || jwksUri !== undefined || /^https?:\/\//.test(issuer),
    "give jwks or jwksUri, since the issuer is not an address that could be asked",
  );

const schema = z.strictObject({
  rules: z.array(rule).min(1).meta({ description: "Who issues tokens; one of these must have issued the request's." }),
  required: z.boolean().optional().meta({
    description: "Whether a request without a token is refused. Istio alone refuses only bad tokens.",
    default: true,
  }),
  exceptPaths: z.array(pathPattern).min(1).optional().meta({
    description: "Paths that need no token, such as /healthz; a bad one is refused there too.",
  }),
});

type Rule = z.infer<typeof rule>;
type Jwt = z.infer<typeof schema>;

export const jwt = defineKind({
  key: "jwt",
  summary: "Whose tokens requests must carry: 401 for a bad or expired one, 403 for none; claims become headers.",
  source: "Istio: RequestAuthentication, and AuthorizationPolicy for requests without a token",
  schema,
  documents: ["service", "namespace"],
  protocols: ["http", "grpc"],
  example: `service: shop/reviews
jwt:
  rules:
    - issuer: https://issuer.example
      jwksUri: https://issuer.example/keys
      audiences: [reviews]
      claimsToHeaders: { x-sub: sub }
  exceptPaths: [/healthz]
`,
  isTighter: (inner, outer) =>
    (inner.required !== false || outer.required === false) &&
    (outer.required === false || isEveryWithin(inner.exceptPaths ?? [], outer.exceptPaths ?? [])) &&
    inner.rules.every((one) => outer.rules.some((other) => acceptsNoMore(one, other))),
  // Of all that select a pod Istio takes the rules together, so that a namespace's could not be replaced by a service's.
  toServiceObjects: (value, context) => {
    const { service } = context;
    const selector = findSelector("jwt", service, context);
    if (selector === undefined) return [];
    const { name, namespace } = service;
    const authentication = {
      ...createObject("RequestAuthentication", name, namespace),
      spec: { selector, jwtRules: value.rules.map(renderRule) },
    };
    if (value.required === false) return [authentication];
    const operation = renderOperation(value, findTcpPorts(service));
    const source = { notRequestPrincipals: ["*"] };
    const rules = [{ from: [{ source }], ...(operation === undefined ? {} : { to: [{ operation }] }) }];
    return [
      authentication,
      {
        ...createObject("AuthorizationPolicy", `${name}.jwt`, namespace),
        spec: { selector, action: "DENY", rules },
      },
    ];
  },
});

function isReadable(value: JsonWebKey): boolean {
  try {
    createPublicKey({ key: value, format: "jwk" });
    return true;
  } catch {
    return false;
  }
}

function renderRule({ jwks, claimsToHeaders, ...fields }: Rule): object {
  const entries = Object.entries(claimsToHeaders ?? {});
  return {
    ...fields,
    ...(jwks === undefined ? {} : { jwks: JSON.stringify(jwks) }),
    ...(entries.length === 0 ? {} : { outputClaimToHeaders: entries.map(([header, claim]) => ({ header, claim })) }),
  };
}

function renderOperation({ exceptPaths }: Jwt, notPorts: string[] | undefined): object | undefined {
  const operation = dropUndefined({ notPaths: exceptPaths, notPorts });
  return Object.keys(operation).length === 0 ? undefined : operation;
}

/** Whether every token that the inner rule accepts is one that the outer rule accepts. */
function acceptsNoMore(inner: Rule, outer: Rule): boolean {
  const fields = ["issuer", "jwks", "jwksUri", "fromHeaders", "fromParams"] as const;
  return (
    fields.every((field) => JSON.stringify(inner[field]) === JSON.stringify(outer[field])) &&
    (outer.audiences === undefined || (inner.audiences?.every((one) => outer.audiences?.includes(one)) ?? false))
  );
}

function createObject(kind: string, name: string, namespace: string): Manifest {
  return { apiVersion: "security.istio.io/v1", kind, metadata: { name, namespace } };
}
