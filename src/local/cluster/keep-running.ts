import { spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync } from "node:fs";
import { get as getPlain } from "node:http";
import { get as getSecure } from "node:https";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { Component } from "./components.js";
import type { ComponentHealth, ComponentState } from "./plan.js";

/** A component that is being kept running. */
export interface Watched {
  /** Resolves when the component is healthy for the first time. */
  healthy: Promise<void>;
  /** How it was when last looked at. */
  health(): ComponentHealth;
}

export interface Keeping {
  /** Folder of the logs. */
  logs: string;
  /** The component is started when this resolves. @default at once */
  after?: Promise<void> | undefined;
  /** Called whenever its state has changed. */
  onChange: () => void;
}

/** Milliseconds before a component is started again; doubled each time, back to the first after a long life. */
const firstDelay = 200;
const longestDelay = 5000;
const longLife = 10_000;

/** Milliseconds between two looks at a component: soon while it is not healthy, seldom afterwards. */
const soon = 50;
const seldom = 1000;

/** Milliseconds that a component may take to answer. */
const probeTimeout = 1000;

/** Starts a component after its predecessor, and again whenever it ends; looks after its health meanwhile. */
export function keepRunning(component: Component, { logs, after, onChange }: Keeping): Watched {
  const health: ComponentHealth = { name: component.name, state: "waiting", started: 0, restarts: 0, failures: 0 };
  let announce: () => void = () => undefined;
  const healthy = new Promise<void>((resolve) => (announce = resolve));
  const change = (state: ComponentState) => {
    if (health.state === state) return;
    health.state = state;
    if (state === "healthy") health.failures = 0;
    if (state === "healthy") announce();
    onChange();
  };

  const keep = async (): Promise<never> => {
    await after;
    for (let pause = firstDelay; ; pause = Math.min(2 * pause, longestDelay)) {
      health.started = Date.now();
      change("starting");
      health.lastEnd = await runOnce(component, join(logs, `${component.name}.log`));
      health.restarts += 1;
      health.failures += 1;
      change("restarting");
      if (Date.now() - health.started > longLife) pause = firstDelay;
      console.error(`${component.name} ended with ${health.lastEnd}; starting it again in ${pause} ms`);
      await delay(pause);
    }
  };
  const look = async (): Promise<never> => {
    for (;;) {
      const { state, restarts } = health;
      const answers = state !== "waiting" && state !== "restarting" && (await probe(component.health));
      // What ended while we waited for its answer has got another state meanwhile.
      if (restarts === health.restarts && answers) change("healthy");
      else if (restarts === health.restarts && health.state === "healthy") change("unhealthy");
      await delay(health.state === "healthy" ? seldom : soon);
    }
  };
  void keep();
  void look();
  return { healthy, health: () => health };
}

/**
 * Runs a component to its end. It dies with us (setpriv's --pdeathsig): whoever starts the supervisor again starts all
 * components again, and never has two of one.
 */
async function runOnce({ command, args }: Component, logFile: string): Promise<string> {
  const log = openSync(logFile, "a");
  const child = spawn("setpriv", ["--pdeathsig", "KILL", command, ...args], { stdio: ["ignore", log, log] });
  closeSync(log);
  const [code, signal] = await once(child, "exit");
  return signal === null ? `exit code ${code}` : String(signal);
}

/** Whether the address answers 200. Certificates are not looked at: it is our own process, on the node's loopback. */
function probe(url: string): Promise<boolean> {
  return new Promise((resolve) => {
    const options = { timeout: probeTimeout, agent: false as const, rejectUnauthorized: false };
    const sent = (url.startsWith("https:") ? getSecure : getPlain)(url, options, (answer) => {
      answer.resume();
      resolve(answer.statusCode === 200);
    });
    sent.on("timeout", () => sent.destroy());
    sent.on("error", () => resolve(false));
  });
}
