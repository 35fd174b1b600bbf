import type { Finding } from "../../../src/findings/finding.js";

/** One finding of each level: in a file, of a cluster-scoped object, and without any place. */
export const findings: Finding[] = [
  {
    level: "error",
    code: "MESH0201",
    message: "100% wrong,\nreally",
    file: "shop/my policies.yaml",
    line: 12,
    column: 9,
    resource: { name: "reviews", namespace: "shop", kind: "VirtualService" },
  },
  {
    code: "IST0123",
    level: "warning",
    message: "two labels",
    remedy: "keep one",
    resource: { kind: "Namespace", name: "shop" },
    file: "/srv/a:b,c.yaml",
  },
  { code: "IST0123", level: "info", message: "no place" },
];
