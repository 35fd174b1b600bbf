import { spawn, type ChildProcess } from "node:child_process";
import { clusterKubeconfig } from "../../../src/folders.js";
import { silentProgress } from "../../../src/local/progress.js";
import { getTools } from "../../../src/local/tools/get-tools.js";
import { eventually } from "./cluster.js";
import { visit, type Reply, type Visit } from "./outside-client.js";

/** Ports of a Service on this machine's loopback, as long as it is open. */
export class ForwardedPorts {
  readonly #service: string;
  readonly #wanted: readonly number[];
  #child: ChildProcess | undefined;
  #ports: ReadonlyMap<number, number> = new Map();

  private constructor(service: string, wanted: readonly number[]) {
    this.#service = service;
    this.#wanted = wanted;
  }

  /** Brings ports of a Service, `<namespace>/<name>`, to free ones of 127.0.0.1. */
  static async open(service: string, wanted: readonly number[]): Promise<ForwardedPorts> {
    const ports = new ForwardedPorts(service, wanted);
    await ports.#open();
    return ports;
  }

  /**
   * Looks until the check does not throw any more, each time by new connections. kubectl ends all that it forwards when one
   * connection is refused or reset, and a gateway does so also for what others change of it.
   */
  reach<T>(check: () => Promise<T>, seconds?: number): Promise<T> {
    return eventually(async () => {
      try {
        return await check();
      } catch (error) {
        this.close();
        await this.#open();
        throw error;
      }
    }, seconds);
  }

  /** The port of loopback for one of the Service. */
  of(port: number): number {
    const found = this.#ports.get(port);
    if (found === undefined) throw new Error(`port ${port} is not forwarded`);
    return found;
  }

  close(): void {
    this.#child?.kill();
  }

  async #open(): Promise<void> {
    const [namespace = "", name = ""] = this.#service.split("/");
    const { kubectl } = await getTools(["kubectl"], silentProgress);
    const pairs = this.#wanted.map((port) => `:${port}`);
    const forward = ["port-forward", "--namespace", namespace, `service/${name}`, ...pairs];
    this.#child = spawn(kubectl, ["--kubeconfig", clusterKubeconfig("dev"), ...forward]);
    const said = await readUntil(this.#child, (text) => countLines(text) >= pairs.length);
    // kubectl prints them in the order asked for, by the ports of the pod.
    const local = [...said.matchAll(/^Forwarding from 127\.0\.0\.1:(\d+) /gm)].map(([, port]) => Number(port));
    this.#ports = new Map(this.#wanted.map((port, index) => [port, local[index] ?? 0]));
  }
}

/** One visit by HTTPS through a forward of its own: a connection that the gateway drains ends all that kubectl forwards. */
export async function visitService(service: string, visited: Omit<Visit, "port">): Promise<Reply> {
  const ports = await ForwardedPorts.open(service, [443]);
  try {
    return await visit({ ...visited, port: ports.of(443) });
  } finally {
    ports.close();
  }
}

function countLines(text: string): number {
  return text.split("\n").filter((line) => line.startsWith("Forwarding from 127.0.0.1:")).length;
}

function readUntil(child: ChildProcess, isEnough: (text: string) => boolean): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = "";
    child.on("error", reject).on("exit", (code) => {
      reject(new Error(`kubectl port-forward ended with ${String(code)}: ${text}`));
    });
    const read = (part: Buffer) => {
      text += part.toString("utf8");
      if (isEnough(text)) resolve(text);
    };
    child.stdout?.on("data", read);
    child.stderr?.on("data", read);
  });
}
