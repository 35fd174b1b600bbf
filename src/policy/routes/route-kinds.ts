import { fallback } from "../kinds/fallback.js";
import { fault } from "../kinds/fault.js";
import { mirror } from "../kinds/mirror.js";
import { retries } from "../kinds/retries.js";
import { timeout } from "../kinds/timeout.js";

/** The kinds that a single route may have too, in the order in which they are applied to it. */
export const routeKinds = [fallback, timeout, retries, mirror, fault] as const;
