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
  /** Asks the component how it is. */
  look(): Promise<void>;
}

/** Milliseconds before a component is started again; doubled each time, back to the first after a long life. */
const firstDelay = 200;
const longestDelay = 5000;
const longLife = 10_000;

/** Milliseconds that a component may take to answer. */
const probeTimeout = 1000;

export interface Keeping {
  /** Folder of the logs. */
  logs: string;
  /** The component is started when this resolves. */
  after: Promise<void> | undefined;
  /** Called when the component has ended. */
  onEnd: () => void;
}

/** Starts a component after its predecessor, and again whenever it ends. */
export function keepRunning(component: Component, { logs, after, onEnd }: Keeping): Watched {
  let state: ComponentState = "waiting";
  let started = 0;
  let restarts = 0;
  let lastEnd: string | undefined;
  let announce: () => void = () => undefined;
  const healthy = new Promise<void>((resolve) => (announce = resolve));

  const keep = async (): Promise<never> => {
    await after;
    for (let pause = firstDelay; ; pause = Math.min(2 * pause, longestDelay)) {
      state = "starting";
      started = Date.now();
      lastEnd = await runOnce(component, join(logs, `${component.name}.log`));
      state = "restarting";
      restarts += 1;
      if (Date.now() - started > longLife) pause = firstDelay;
      onEnd();
      console.error(`${component.name} ended with ${lastEnd}; starting it again in ${pause} ms`);
      await delay(pause);
    }
  };
  const look = async (): Promise<void> => {
    if (state === "waiting" || state === "restarting") return;
    const lives = restarts;
    const answers = await probe(component.health);
    // It may have ended while we waited for the answer.
    if (lives !== restarts) return;
    if (answers) {
      state = "healthy";
      announce();
    } else if (state === "healthy") state = "unhealthy";
  };
  const health = () => ({
    name: component.name,
    state,
    started,
    restarts,
    ...(lastEnd === undefined ? {} : { lastEnd }),
  });
  void keep();
  return { healthy, health, look };
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
