import { z } from "zod";
import { headerName } from "./header-name.js";

const changedName = headerName.refine((text) => text.toLowerCase() !== "host", "for the host, use rewrite.authority");

// Source: `validateHeaderValue` there. What Envoy fills in stands between two %.
const value = z
  .string()
  .regex(/^[^\u0000-\u0008\u000A-\u001F\u007F]*$/, "it must be one line of text")
  .regex(/^([^%]|%%|%[^%()]+(\([^()]*\))?%)*$/, "% must be written %%, or enclose a variable");

const changes = z.strictObject({
  set: z.record(changedName, value).optional(),
  add: z.record(changedName, value).optional(),
  remove: z.array(changedName).optional(),
});

/** What becomes of headers on the way: Headers of Istio's API. */
export const headerChanges = z.strictObject({ request: changes.optional(), response: changes.optional() });
