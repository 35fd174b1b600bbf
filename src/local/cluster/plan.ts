import type { Component } from "./components.js";
import type { PublishedPort } from "./service-ports.js";

/** What the supervisor runs: written by `up`, read at every start of the supervisor. */
export interface Plan {
  components: readonly Component[];
  /** Folder of the components' logs. */
  logs: string;
  /** File that the supervisor writes the components' health to. */
  health: string;
  /** File that the supervisor keeps the Services' ports on the host's loopback in. */
  ports: string;
  /** For the load balancer. */
  authority: string;
  token: string;
}

export type ComponentState = "waiting" | "starting" | "healthy" | "unhealthy" | "restarting";

export interface ComponentHealth {
  name: string;
  state: ComponentState;
  /** When it was last started, milliseconds since the epoch. */
  started: number;
  /** How often it ended without being asked to, since the supervisor's start. */
  restarts: number;
  /** How often it ended in a row without ever becoming healthy. */
  failures: number;
  /** How it ended the last time. */
  lastEnd?: string;
}

/** How the components are: what the supervisor last wrote. */
export interface Health {
  /** Milliseconds since the epoch; older than a few seconds means that nobody looks after the cluster. */
  time: number;
  components: readonly ComponentHealth[];
  /** What can be reached on the host's loopback. */
  ports: readonly PublishedPort[];
}
