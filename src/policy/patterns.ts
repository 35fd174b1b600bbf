import { z } from "zod";

/** A text as Istio's AuthorizationPolicy compares it: `x`, `x*`, `*x` or `*`. Elsewhere it takes the star for itself. */
export const pattern = z.string().min(1).refine(hasOuterStar, "it may have one * alone, at its beginning or its end");

/**
 * A path as it compares it: `/a`, `/a*`, `*\/a`, or a template such as `/a/{*}/b/{**}`.
 * Source: CheckValidPathTemplate in Istio's pkg/config/security.
 */
export const pathPattern = z
  .string()
  .regex(/^[/*]/, "it has to begin with / or *")
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
