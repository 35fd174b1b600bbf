// Does not prove: cgroup v2 (whichever version this machine has is used), a machine without root, pods that survive a
// killed containerd without a restart, and anything of Istio; the other end-to-end tests have the mesh.
import { execFileSync, spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { clusterFolder, clusterKubeconfig } from "../../src/folders.js";
import { cgroupName, listProcesses, parseHierarchies } from "../../src/local/cluster/cgroups.js";
import { down } from "../../src/local/cluster/down.js";
import { lockFile } from "../../src/local/cluster/layout.js";
import { readLogs } from "../../src/local/cluster/logs.js";
import { getStatus } from "../../src/local/cluster/status.js";
import { up } from "../../src/local/cluster/up.js";
import { silentProgress } from "../../src/local/progress.js";
import { getTools } from "../../src/local/tools/get-tools.js";

const first = `spare-${process.pid}`;
const second = `other-${process.pid}`;
const components = [
  "etcd",
  "containerd",
  "kube-apiserver",
  "kubelet",
  "kube-controller-manager",
  "kube-scheduler",
  "kube-proxy",
  "coredns",
];

let kubectlPath: string;
let before: Machine;

beforeAll(async () => {
  kubectlPath = (await getTools(["kubectl"], silentProgress)).kubectl;
  before = lookAtMachine();
  await up(first, silentProgress);
  kubectl(first, "create", "configmap", "kept", "--from-literal=key=value");
});

afterAll(async () => {
  for (const name of [first, second]) await down(name, silentProgress);
});

/** What a cluster could leave on the host besides files of its own folder. */
interface Machine {
  mounts: string;
  links: string;
  folders: Record<string, string[]>;
  settings: string[];
}

function lookAtMachine(): Machine {
  const folders = ["/etc", "/run", "/var/lib", "/var/log", "/opt", "/usr/libexec"];
  const settings = ["vm/overcommit_memory", "kernel/panic", "kernel/panic_on_oops", "net/ipv4/ip_forward"];
  return {
    mounts: readFileSync("/proc/mounts", "utf8"),
    links: readFileSync("/proc/net/dev", "utf8").replace(/:.*/g, ""),
    folders: Object.fromEntries(folders.map((folder) => [folder, existsSync(folder) ? readdirSync(folder) : []])),
    settings: settings.map((setting) => readFileSync(`/proc/sys/${setting}`, "utf8")),
  };
}

function kubectl(cluster: string, ...args: string[]): string {
  const env = { ...process.env, KUBECONFIG: clusterKubeconfig(cluster) };
  return execFileSync(kubectlPath, args, { env, encoding: "utf8", stdio: "pipe" }).trim();
}

const readKept = (cluster: string) => kubectl(cluster, "get", "configmap", "kept", "-o", "jsonpath={.data.key}");

function commandOf(pid: number): string[] {
  return readIfThere(`/proc/${pid}/cmdline`).split("\0");
}

/** The host's process ids of what runs as that program, or as that script. */
function find(cluster: string, program: string): number[] {
  return listProcesses(cluster).filter((pid) =>
    commandOf(pid)
      .slice(0, 2)
      .some((part) => basename(part) === program),
  );
}

function killOne(cluster: string, program: string): number {
  const [pid, ...more] = find(cluster, program);
  if (pid === undefined || more.length > 0) throw new Error(`${program} runs as ${[pid, ...more].join(", ")}`);
  process.kill(pid, "SIGKILL");
  return pid;
}

function expectWhole(cluster: string): void {
  expect(getStatus(cluster)).toMatchObject({ state: "running" });
  const running = [...components, "supervisor.js"].map((program) => [program, find(cluster, program).length]);
  expect(running).toEqual([...components, "supervisor.js"].map((program) => [program, 1]));
  expect(readKept(cluster)).toBe("value");
}

/** Everything by which a cluster could still be there. */
function listRemains(cluster: string): string[] {
  const folder = clusterFolder(cluster);
  const cgroups = parseHierarchies(readFileSync("/proc/mounts", "utf8")).map((point) =>
    join(point, cgroupName(cluster)),
  );
  const processes = readdirSync("/proc").filter((pid) => {
    if (!/^\d+$/.test(pid) || Number(pid) === process.pid) return false;
    return [`/proc/${pid}/cmdline`, `/proc/${pid}/mountinfo`].some((file) => readIfThere(file).includes(folder));
  });
  return [
    ...[folder, lockFile(cluster), ...cgroups].filter((file) => existsSync(file)),
    ...processes.map((pid) => `process ${pid}: ${commandOf(Number(pid)).join(" ")}`),
  ];
}

/** Processes come and go while we look. */
function readIfThere(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

describe("up", () => {
  test("leaves a kubeconfig that only we can read, for loopback, with the cluster's name", () => {
    expect(statSync(clusterKubeconfig(first)).mode & 0o777).toBe(0o600);
    const kubeconfig = parse(readFileSync(clusterKubeconfig(first), "utf8"));
    expect(kubeconfig["current-context"]).toBe(`pulumi-istio-${first}`);
    expect(kubeconfig.clusters[0].cluster.server).toMatch(/^https:\/\/127\.0\.0\.1:\d+$/);
  });

  test("a second one does nothing, within a second", async () => {
    const processes = listProcesses(first).sort();
    const started = Date.now();
    await up(first, silentProgress);
    expect(Date.now() - started).toBeLessThan(1000);
    expect(listProcesses(first).sort()).toEqual(processes);
  });

  test("the host's own settings, mounts, interfaces and folders are untouched while it runs", () => {
    expect(lookAtMachine()).toEqual(before);
  });
});

describe("pods", () => {
  const manifest = `
apiVersion: apps/v1
kind: Deployment
metadata: { name: echo }
spec:
  replicas: 2
  selector: { matchLabels: { app: echo } }
  template:
    metadata: { labels: { app: echo } }
    spec:
      terminationGracePeriodSeconds: 1
      containers:
        - name: echo
          image: docker.io/crossoverjie/k8s-combat:istio
          imagePullPolicy: Never
          readinessProbe: { httpGet: { path: /, port: 8081 }, periodSeconds: 1 }
---
apiVersion: v1
kind: Service
metadata: { name: echo }
spec: { type: LoadBalancer, selector: { app: echo }, ports: [{ name: http, port: 8081 }, { name: grpc, port: 50051 }] }
`;
  const hostnames = (output: string) => new Set([...output.matchAll(/Hostname=(\S+)/g)].map((match) => match[1]));
  const ask = (...args: string[]) =>
    kubectl(first, "exec", "deploy/echo", "--", "sh", "-c", ["/usr/local/bin/client", ...args].join(" "));
  // kube-proxy takes a moment to know of a new replica; until then the client fails, or sees one of them.
  const expectBoth = (url: string) =>
    eventually(() => (hostnames(ask("--count=20", url, "||", "true")).size === 2 ? "both" : ""));

  test("the sample's image answers by Service name, and on the address that its load balancer got", async () => {
    const file = join(clusterFolder(first), "echo.yaml");
    writeFileSync(file, manifest);
    kubectl(first, "apply", "-f", file);
    kubectl(first, "rollout", "status", "deployment/echo", "--timeout=60s");
    await expectBoth("http://echo.default.svc.cluster.local:8081/");
    expect(hostnames(ask("grpc://echo:50051", "--count=2")).size).toBe(1);
    const path = "jsonpath={.status.loadBalancer.ingress[0].ip}";
    const address = await eventually(() => kubectl(first, "get", "service", "echo", "-o", path));
    expect(address).toBe("10.250.0.101");
    await expectBoth(`http://${address}:8081/`);
  });

  test("a name outside does not exist, and that is said at once", () => {
    const started = Date.now();
    const lookUp = ["exec", "deploy/echo", "--", "sh", "-c", "nslookup www.example.com || true"];
    expect(kubectl(first, ...lookUp)).toContain("can't find www.example.com: NXDOMAIN");
    expect(Date.now() - started).toBeLessThan(2000);
  });

  test("logs -f, exec with standard input and port-forward work through the relay", async () => {
    const env = { ...process.env, KUBECONFIG: clusterKubeconfig(first) };
    const cat = execFileSync(kubectlPath, ["exec", "-i", "deploy/echo", "--", "cat"], {
      env,
      input: "x".repeat(100_000),
    });
    expect(cat.length).toBe(100_000);
    const forward = spawn(kubectlPath, ["port-forward", "service/echo", ":8081"], { env });
    const follow = spawn(kubectlPath, ["logs", "-f", "deploy/echo", "--all-pods", "--tail=0"], { env });
    let followed = "";
    follow.stdout.on("data", (data: Buffer) => (followed += data.toString()));
    try {
      const port = await new Promise<string>((resolve) => {
        forward.stdout.on("data", (data: Buffer) => {
          const match = /127\.0\.0\.1:(\d+)/.exec(data.toString());
          if (match?.[1] !== undefined) resolve(match[1]);
        });
      });
      await eventually(async () => {
        const answer = await fetch(`http://127.0.0.1:${port}/followed`);
        expect(await answer.text()).toContain("Hostname=echo-");
        return followed.includes("/followed") ? "yes" : "";
      });
    } finally {
      forward.kill();
      follow.kill();
    }
  });
});

describe("after kill -9", () => {
  test.each(components)("of %s, up repairs", async (component) => {
    const pid = killOne(first, component);
    await up(first, silentProgress);
    expectWhole(first);
    expect(find(first, component)).not.toContain(pid);
    expect(readLogs(first, component)).toContain(`${component}.log`);
  });

  test("of the supervisor, up repairs", async () => {
    killOne(first, "supervisor.js");
    await up(first, silentProgress);
    expectWhole(first);
  });

  test("of the first process, up repairs, and the pods come back", async () => {
    killOne(first, "namespace.sh");
    await eventually(() => (listProcesses(first).length === 0 ? "gone" : ""));
    expect(getStatus(first).state).toBe("stopped");
    await up(first, silentProgress);
    expectWhole(first);
    await eventually(() => {
      const ready = kubectl(first, "get", "pods", "-l", "app=echo", "-o", "jsonpath={.items[*].status.phase}");
      return ready === "Running Running" ? "back" : "";
    });
  });

  test("of everything, up repairs on the same port", async () => {
    const kubeconfig = readFileSync(clusterKubeconfig(first), "utf8");
    for (const pid of listProcesses(first)) process.kill(pid, "SIGKILL");
    await up(first, silentProgress);
    expectWhole(first);
    expect(readFileSync(clusterKubeconfig(first), "utf8")).toBe(kubeconfig);
  });
});

describe("two clusters", () => {
  test("stand side by side; two up at once make one; down of one leaves the other", async () => {
    await Promise.all([up(second, silentProgress), up(second, silentProgress)]);
    kubectl(second, "create", "configmap", "kept", "--from-literal=key=value");
    kubectl(second, "delete", "configmap", "kept");
    expectWhole(first);
    expect(readFileSync(clusterKubeconfig(second), "utf8")).not.toBe(readFileSync(clusterKubeconfig(first), "utf8"));
    await down(second, silentProgress);
    expect(listRemains(second)).toEqual([]);
    expectWhole(first);
  });

  test.each([300, 1500, 4000])("down removes all of an up that was killed after %d ms", async (milliseconds) => {
    const script = fileURLToPath(new URL("../../dist/local/cluster/up.js", import.meta.url));
    const progress = fileURLToPath(new URL("../../dist/local/progress.js", import.meta.url));
    const code = `const { up } = await import(${JSON.stringify(script)}); const { silentProgress } = await import(${JSON.stringify(progress)}); await up(${JSON.stringify(second)}, silentProgress);`;
    const child = spawn(process.execPath, ["--input-type=module", "-e", code], { stdio: "ignore" });
    await delay(milliseconds);
    child.kill("SIGKILL");
    await down(second, silentProgress);
    expect(listRemains(second)).toEqual([]);
  });
});

test("down leaves no process, mount, interface, cgroup or file; a second one has nothing to do", async () => {
  await down(first, silentProgress);
  expect(listRemains(first)).toEqual([]);
  expect(lookAtMachine()).toEqual(before);
  await down(first, silentProgress);
  expect(getStatus(first).state).toBe("absent");
});

/** Looks every 100 ms until there is an answer that is not empty; fails after 60 s. */
async function eventually(look: () => string | Promise<string>): Promise<string> {
  const deadline = Date.now() + 60_000;
  for (;;) {
    const answer = await look();
    if (answer !== "") return answer;
    if (Date.now() > deadline) throw new Error(`nothing within 60 s: ${look.toString()}`);
    await delay(100);
  }
}
