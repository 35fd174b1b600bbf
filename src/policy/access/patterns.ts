import { z } from "zod";

/** A text as Istio's AuthorizationPolicy compares it: `x`, `x*`, `*x` or `*`. Elsewhere it takes the star for itself. */
export const pattern = z.string().min(1).refine(hasOuterStar, "it may have one * alone, at its beginning or its end");

/** Of a caller's name: Istio puts spiffe:// in front by itself. */
export const principalPattern = pattern.refine(
  (text) => !text.startsWith("spiffe://"),
  "leave out spiffe://, which Istio adds by itself",
);

/** Of a trust domain. Source: CheckTrustDomainValues in Istio's pkg/config/security. */
export const domainPattern = pattern.refine((text) => !text.includes("/"), "a trust domain has no /");

/** Of a method, which HTTP has in capitals. */
export const methodPattern = pattern.refine(
  (text) => !/[a-z]/.test(text),
  "methods of HTTP are in capitals, as in GET",
);

/** Of a host, as a request has it. */
export const hostPattern = pattern.refine(
  (text) => !text.includes("/"),
  "a request's host has neither scheme nor path",
);

/**
 * A path as it compares it: `/a`, `/a*`, `*\/a`, or a template such as `/a/{*}/b/{**}`.
 * Source: CheckValidPathTemplate in Istio's pkg/config/security.
 */
export const pathPattern = z
  .string()
  .regex(/^[/*]/, "it must begin with / or *")
  .refine((text) => !text.includes("?"), "paths are compared without ? and what follows")
  .refine((text) => isTemplate(text) || hasOuterStar(text), "it may have one * alone, at its beginning or its end")
  .refine(
    (text) => !isTemplate(text) || isWellFormed(text),
    "a template has {*} for one segment and {**} for any, that one last, and no other * { or }",
  );

function hasOuterStar(text: string): boolean {
  const stars = text.split("*").length - 1;
  return stars === 0 || (stars === 1 && (text.startsWith("*") || text.endsWith("*")));
}

function isTemplate(text: string): boolean {
  return /[{}]/.test(text);
}

function isWellFormed(text: string): boolean {
  const segments = text.replace(/^\/+|\/+$/g, "").split("/");
  const any = segments.indexOf("{**}");
  return segments.every((segment, index) =>
    segment === "{*}" || segment === "{**}"
      ? any === -1 || index <= any
      : /^[-a-zA-Z0-9._~%!$&'()+,;:@=]+$/.test(segment),
  );
}
