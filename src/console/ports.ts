import type { ClusterStatus, WriteMode } from "./contract.js";
import type { FileStore } from "./documents/files.js";
import type { History } from "./history/history.js";
import type { LiveCluster } from "./map/live.js";
import type { Page } from "./server/page.js";
import type { Planner } from "./planner.js";
import type { Runner, Runs } from "./runs/runs.js";
import type { Address, Secrets } from "./server/security.js";

/** What the console stands on; everything outside of its process is behind one of these. */
export interface ConsolePorts {
  files: FileStore;
  planner: Planner;
  runner: Runner;
  history: History;
  live: LiveCluster;
  /** Takes a look at the cluster. */
  status: () => Promise<ClusterStatus>;
  page: Page;
  /** A text that nobody can guess. */
  createSecret: () => string;
}

/** What a console is for. */
export interface ConsoleSettings extends Address {
  stack: string;
  write: WriteMode;
}

/** What the routes share. */
export interface Served {
  settings: ConsoleSettings;
  ports: ConsolePorts;
  secrets: Secrets;
  runs: Runs;
}
