import { z } from "zod";

/** Name of an HTTP header. Source: `validHeaderNameRegex` of Istio's pkg/config/validation. */
export const headerName = z
  .string()
  .regex(/^[-!#$%&'*+.^_`|~A-Za-z0-9]+$/, "it must be the name of a header")
  .meta({ examples: ["x-user", "version"] });

/** Texts by header. */
export const headerTexts = z.record(headerName, z.string());
