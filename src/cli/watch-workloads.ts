import type { EngineEvent } from "../engine-event.js";
import { lookAtWorkload, type WorkloadLook } from "./pod-causes.js";
import { createStallJudge } from "./stalled-workloads.js";
import { formatWorkload, readWorkload } from "./workload-objects.js";

/** Milliseconds between two looks at what is waited for. */
const lookEvery = 3000;

/** Follows a run of the engine beside it. */
export interface WorkloadWatch {
  /** Is to be told every event of the run. */
  onEvent: (event: EngineEvent) => void;
  /** Aborted where waiting is of no use any more. */
  signal: AbortSignal;
  /** The causes for which it is; none where it is of use. */
  listFatal: () => readonly string[];
  end: () => void;
}

/**
 * While the engine waits for pods, asks the cluster why they are not ready: the provider says only that they are not.
 * @param say is told each cause once
 */
export function watchWorkloads(
  readKubeconfig: (() => string | undefined) | undefined,
  say: (cause: string) => void,
): WorkloadWatch {
  const { onEvent, listAwaited, judge } = createStallJudge();
  const stop = new AbortController();
  let isLooking = false;
  let fatal: readonly string[] = [];
  const look = async () => {
    const looks = new Map<string, WorkloadLook>();
    const kubeconfig = listAwaited().length === 0 ? undefined : readKubeconfig?.();
    if (kubeconfig === undefined) return;
    for (const workload of listAwaited()) {
      const objects = await readWorkload(kubeconfig, workload);
      if (objects !== undefined) looks.set(formatWorkload(workload), lookAtWorkload(objects));
    }
    const verdict = judge(looks, performance.now() / 1000);
    verdict.said.forEach(say);
    fatal = verdict.fatal;
    if (fatal.length > 0) stop.abort();
  };
  const timer = setInterval(() => {
    if (isLooking || stop.signal.aborted) return;
    isLooking = true;
    look()
      // Where the cluster does not answer, the engine's own run says so.
      .catch(() => undefined)
      .finally(() => (isLooking = false));
  }, lookEvery);
  return { onEvent, signal: stop.signal, listFatal: () => fatal, end: () => clearInterval(timer) };
}
