import { spawn, type ChildProcess } from "node:child_process";
import { clusterKubeconfig } from "../../../src/folders.js";
import { silentProgress } from "../../../src/local/progress.js";
import { getTools } from "../../../src/local/tools/get-tools.js";

/** Ports of a Service on this machine's loopback, as long as it is open. */
export class ForwardedPorts {
  readonly #child: ChildProcess;
  readonly #ports: ReadonlyMap<number, number>;

  private constructor(child: ChildProcess, ports: ReadonlyMap<number, number>) {
    this.#child = child;
    this.#ports = ports;
  }

  /** Brings ports of a Service, `<namespace>/<name>`, to free ones of 127.0.0.1. */
  static async open(service: string, wanted: readonly number[]): Promise<ForwardedPorts> {
    const [namespace = "", name = ""] = service.split("/");
    const { kubectl } = await getTools(["kubectl"], silentProgress);
    const forward = ["port-forward", "--namespace", namespace, `service/${name}`, ...wanted.map((port) => `:${port}`)];
    const child = spawn(kubectl, ["--kubeconfig", clusterKubeconfig("dev"), ...forward]);
    const said = await readUntil(child, (text) => countLines(text) >= wanted.length);
    // kubectl prints them in the order asked for, by the ports of the pod.
    const local = [...said.matchAll(/^Forwarding from 127\.0\.0\.1:(\d+) /gm)].map(([, port]) => Number(port));
    return new ForwardedPorts(child, new Map(wanted.map((port, index) => [port, local[index] ?? 0])));
  }

  /** The port of loopback for one of the Service. */
  of(port: number): number {
    const found = this.#ports.get(port);
    if (found === undefined) throw new Error(`port ${port} is not forwarded`);
    return found;
  }

  close(): void {
    this.#child.kill();
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
