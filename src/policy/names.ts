import { z } from "zod";

/** A label of DNS, at most 63 characters. */
export const label = "[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?";

/** Name of a namespace. */
export const namespaceName = z
  .string()
  .regex(new RegExp(`^${label}$`), "it must be the name of a namespace, as in shop")
  .meta({ examples: ["shop"] });

/** A service of the mesh. */
export const serviceName = z
  .string()
  .regex(new RegExp(`^${label}/${label}$`), "it must be <namespace>/<name>, as in shop/reviews")
  .meta({ examples: ["shop/ratings"] });
