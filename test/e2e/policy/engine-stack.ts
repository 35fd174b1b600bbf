import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { clusterKubeconfig } from "../../../src/folders.js";
import { projectFolder, testFolder } from "../folder.js";
import { killSession } from "../killed-runs.js";
import { pulumi, startPulumi } from "../pulumi.js";

/** What every program has: our components, its own inputs as `args`, and the cluster's `kubeconfig` and `providers`. */
const start = `
import { readFileSync } from "node:fs";
import { ExistingCluster, Gateway, GatewayApi, TrafficPolicies } from ${JSON.stringify(join(projectFolder, "dist/index.js"))};
const args = JSON.parse(readFileSync(new URL("./args.json", import.meta.url), "utf8"));
const cluster = new ExistingCluster("cluster", { kubeconfig: readFileSync(args.kubeconfig, "utf8") });
const { kubeconfig, provider } = cluster;
const providers = [provider];
`;

/** A stack of a program of its own, run by the real engine on the cluster of the tests. */
export class EngineStack {
  readonly #folder: string;
  readonly #program: string;
  #output = "";

  /**
   * @param name a folder of that name is made for it
   * @param program what it registers, with `args`, `kubeconfig` and `providers`
   */
  constructor(name: string, program: string) {
    this.#folder = join(testFolder, name);
    this.#program = `${start}${program}\n`;
  }

  /** Makes the project and a fresh stack. */
  async create(): Promise<void> {
    rmSync(this.#folder, { recursive: true, force: true });
    mkdirSync(this.#folder, { recursive: true });
    const runtime = { name: "nodejs", options: { typescript: false } };
    const name = this.#folder.split("/").at(-1);
    this.#write("package.json", { name, type: "module" });
    this.#write("Pulumi.yaml", { name, runtime, main: "index.js" });
    writeFileSync(join(this.#folder, "index.js"), this.#program);
    // The language host looks for the SDK from the program on.
    symlinkSync(join(projectFolder, "node_modules"), join(this.#folder, "node_modules"));
    await this.#run("stack", "rm", "--yes", "--force", "--preserve-config").catch(() => undefined);
    await this.#run("stack", "select", "--create");
  }

  /** Brings the program up with these inputs. @returns `<operation> <resource>` of every change, in alphabetical order */
  up(args: object, ...flags: string[]): Promise<string[]> {
    this.configure(args);
    return this.change("up", "--yes", "--skip-preview", ...flags);
  }

  /** Brings the program up, and kills the run and all that it has started after so many milliseconds, where it still runs. */
  async kill(args: object, milliseconds: number): Promise<void> {
    this.configure(args);
    const { pid, ended } = await startPulumi(this.#folder, {}, "up", "--yes", "--skip-preview", "--stack", "test");
    await Promise.race([ended, sleep(milliseconds)]);
    killSession(pid);
    await ended;
  }

  /** Takes away what keeps others from a stack whose run was killed. */
  async unlock(): Promise<void> {
    await this.#run("cancel", "--yes");
  }

  /** Gives the program other inputs. */
  configure(args: object): void {
    this.#write("args.json", { ...args, kubeconfig: clusterKubeconfig("dev") });
  }

  /** Runs a verb of the engine. @returns what it changed, as `up` does */
  async change(verb: string, ...flags: string[]): Promise<string[]> {
    const log = join(this.#folder, "events.json");
    rmSync(log, { force: true });
    await this.#run(verb, ...flags, "--event-log", log);
    const lines = readFileSync(log, "utf8").trimEnd().split("\n");
    const steps = lines.flatMap((line) => (JSON.parse(line) as EngineEvent).resourcePreEvent?.metadata ?? []);
    const changes = steps.filter(({ op }) => !["same", "refresh", "read"].includes(op));
    return changes.map(({ op, urn }) => `${op} ${urn.split("::").at(-1) ?? ""}`).sort();
  }

  /** What the engine printed last. */
  get output(): string {
    return this.#output;
  }

  /** Removes all that it made. */
  async destroy(): Promise<void> {
    await this.change("destroy", "--yes", "--skip-preview");
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async #run(...args: string[]): Promise<string> {
    const { code, output } = await pulumi(this.#folder, {}, ...args, "--stack", "test");
    this.#output = output;
    if (code !== 0) throw new Error(`pulumi ${args.join(" ")}: exit code ${code}\n${output}`);
    return output;
  }

  #write(file: string, content: object): void {
    writeFileSync(join(this.#folder, file), JSON.stringify(content));
  }
}

interface EngineEvent {
  resourcePreEvent?: { metadata: { op: string; urn: string } };
}
