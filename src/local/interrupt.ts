/** Undoes what an interrupted run would leave behind: a lock, a temporary folder, a child process. */
export type Cleanup = () => void | Promise<void>;

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
const cleanups = new Set<Cleanup>();
let interrupted = false;

/**
 * Registers a clean-up for Ctrl-C (SIGINT), SIGTERM and SIGHUP. After a signal the clean-ups run, the newest first, and
 * the process exits with 130, the shells' code for Ctrl-C. Clean-ups must not take more than a few seconds.
 *
 * @returns a function that takes the clean-up back; call it when the thing is gone by itself
 */
export function onInterrupt(cleanup: Cleanup): () => void {
  if (cleanups.size === 0) for (const signal of signals) process.on(signal, handleSignal);
  cleanups.add(cleanup);
  return () => {
    cleanups.delete(cleanup);
    // Without anything to clean, Node's own behaviour (die at once) is the right one.
    if (cleanups.size === 0) for (const signal of signals) process.off(signal, handleSignal);
  };
}

/** True from the signal on: what fails now fails because of it, and is not worth a message. */
export function isInterrupted(): boolean {
  return interrupted;
}

function handleSignal(): void {
  // One Ctrl-C reaches us more than once: from the terminal, and forwarded by npm and by bootstrap.mjs.
  if (interrupted) return;
  void endWork(130);
}

/** Ends all that still runs, as after a signal, and then the process: for a failure beside which other work goes on. */
export async function endWork(exitCode: number): Promise<void> {
  if (cleanups.size === 0) return;
  interrupted = true;
  for (const cleanup of [...cleanups].reverse()) {
    try {
      await cleanup();
    } catch (error) {
      console.error(`clean-up after an interruption failed: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  process.exit(exitCode);
}
