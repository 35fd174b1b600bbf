import { z } from "zod";

/** Name of an HTTP header. Source: `IsHTTPHeaderName` of Kubernetes, which Istio's validation asks. */
export const headerName = z
  .string()
  .regex(/^[-A-Za-z0-9]+$/, "a header's name has letters, digits and -")
  .meta({ examples: ["x-user", "version"] });

/** Texts by header. */
export const headerTexts = z.record(headerName, z.string());
