import { accessCodes } from "./codes/access.js";
import { analysisCodes } from "./codes/analysis.js";
import { clusterCodes } from "./codes/cluster.js";
import { configurationCodes } from "./codes/configuration.js";
import type { CodeFacts } from "./codes/code-facts.js";
import { gatewayApiCodes } from "./codes/gateway-api.js";
import { installCodes } from "./codes/install.js";
import { istioCodes } from "./codes/istio.js";
import { kialiCodes } from "./codes/kiali.js";
import { policyCodes } from "./codes/policy.js";
import { runningCodes } from "./codes/running.js";
import { testCodes } from "./codes/tests.js";
import { trafficCodes } from "./codes/traffic.js";
import { versionCodes } from "./codes/versions.js";

/**
 * Every code this package reports, in blocks of a hundred a topic: 01 = installing Istio, 02 = policies, 03 = analysis, 04 = clusters,
 * 05 = tests, 06 = what runs. A code is
 * never given a second meaning; one that goes out of use stays here as a comment. `IST` codes are Istio's own, with Istio's name and level, `KIA` codes Kiali's.
 */
export const codes = {
  ...installCodes,
  ...configurationCodes,
  ...policyCodes,
  ...versionCodes,
  ...analysisCodes,
  ...trafficCodes,
  ...accessCodes,
  ...gatewayApiCodes,
  ...clusterCodes,
  ...testCodes,
  ...runningCodes,
  ...istioCodes,
  ...kialiCodes,
} as const satisfies Record<string, CodeFacts>;
export type Code = keyof typeof codes;
