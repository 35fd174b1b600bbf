import type { Problem } from "../contract.js";

/** Status codes of what is refused. */
export type RefusalStatus = 400 | 401 | 403 | 404 | 409 | 413 | 415 | 422 | 428 | 503;

/** What a request gets that cannot be answered as it is. */
export class Refusal extends Error {
  readonly status: RefusalStatus;
  readonly problem: Problem;

  /** @param problem a text, or one with more to it */
  constructor(status: RefusalStatus, problem: string | Problem) {
    const { error, ...more } = typeof problem === "string" ? { error: problem } : problem;
    super(error);
    this.status = status;
    this.problem = { error, ...more };
  }
}
