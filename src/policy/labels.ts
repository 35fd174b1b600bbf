import { z } from "zod";

const part = "[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?";

const key = z
  .string()
  .regex(new RegExp(`^([a-z0-9]([-a-z0-9.]*[a-z0-9])?/)?${part}$`), "a label's name is as in app or example.com/app")
  .meta({ examples: ["app", "example.com/version"] });

const value = z
  .string()
  .max(63)
  .regex(new RegExp(`^(${part})?$`), "a label's value has letters, digits, -, _ and .")
  .meta({ examples: ["reviews", "v1"] });

/** Kubernetes labels. Source: https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#syntax-and-character-set */
export const labels = z.record(key, value);
