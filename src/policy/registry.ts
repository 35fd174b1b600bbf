import type { PolicyKind } from "./kind.js";
import { connectionPool } from "./kinds/connection-pool.js";
import { loadBalancer } from "./kinds/load-balancer.js";
import { access } from "./kinds/access.js";
import { externalAuthorization } from "./kinds/external-authorization.js";
import { jwt } from "./kinds/jwt.js";
import { mtls } from "./kinds/mtls.js";
import { outlierDetection } from "./kinds/outlier-detection.js";
import { calls } from "./kinds/calls.js";
import { rateLimit } from "./kinds/rate-limit.js";
import { rateLimitService } from "./kinds/rate-limit-service.js";
import { egress } from "./kinds/egress.js";
import { expose } from "./kinds/expose.js";
import { retryBudget } from "./kinds/retry-budget.js";
import { routes } from "./kinds/routes.js";
import { telemetry } from "./kinds/telemetry.js";
import { versions } from "./kinds/versions.js";
import { routeKinds } from "./routes/route-kinds.js";

/** Every kind of policy, in the order of the reference page. */
export const typedKinds = [
  versions,
  routes,
  ...routeKinds,
  retryBudget,
  loadBalancer,
  connectionPool,
  mtls,
  outlierDetection,
  access,
  calls,
  jwt,
  rateLimit,
  rateLimitService,
  egress,
  externalAuthorization,
  expose,
  telemetry,
] as const;

/** The same, for who treats all of them alike. */
export const kinds: readonly PolicyKind[] = typedKinds;
