import { z } from "zod";

const name = "([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)";
const prefix = "([a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?/)";

/** Labels of pods, as Kubernetes lets them have. */
export const podLabels = z
  .record(
    z
      .string()
      .regex(new RegExp(`^${prefix}?${name}$`), "it must be a label's name, such as version")
      .meta({ examples: ["app", "example.com/track"] }),
    z
      .string()
      .regex(new RegExp(`^${name}?$`), "it must be a label's value: letters, digits, -, _ and ., at most 63")
      .meta({ examples: ["reviews", "v1"] }),
  )
  .refine((value) => Object.keys(value).length > 0, "name at least one label");
