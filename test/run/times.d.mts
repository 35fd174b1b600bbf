export interface Phase {
  name: string;
  /** From its start to its end. */
  seconds: number;
  /** Seconds of processor time of all that it started and waited for. */
  processor: number;
  failed: boolean;
}

export interface File {
  phase: string;
  file: string;
  seconds: number;
  tests: number;
  /** Of its tests and hooks. */
  failures: readonly Failure[];
}

export interface Failure {
  /** Empty for the file's own hooks. */
  test: string;
  /** The first line. */
  message: string;
}

export declare function formatTimes(phases: readonly Phase[], files: readonly File[], seconds: number): string;
