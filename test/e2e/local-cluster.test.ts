// Does not prove: cgroup v2 (whichever version this machine has is used), a machine without root, pods that survive a
// killed containerd without a restart, and anything of Istio; the other end-to-end tests have the mesh.
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { clusterFolder, clusterKubeconfig } from "../../src/folders.js";
import { listProcesses } from "../../src/local/cluster/cgroups.js";
import { down } from "../../src/local/cluster/down.js";
import { loadImage } from "../../src/local/cluster/load-image.js";
import { lockFile } from "../../src/local/cluster/layout.js";
import { readLogs } from "../../src/local/cluster/logs.js";
import { getStatus } from "../../src/local/cluster/status.js";
import { up } from "../../src/local/cluster/up.js";
import { silentProgress } from "../../src/local/progress.js";
import { getImages } from "../../src/local/images/get-images.js";
import { imageTools, listImages, pauseImage } from "../../src/local/images/image-list.js";
import { getTools } from "../../src/local/tools/get-tools.js";
import { eventually, findProcesses, listRemains, lookAtMachine, type Machine } from "./machine.js";

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

const environment = (cluster: string) => ({ ...process.env, KUBECONFIG: clusterKubeconfig(cluster) });

function kubectl(cluster: string, ...args: string[]): string {
  return execFileSync(kubectlPath, args, { env: environment(cluster), encoding: "utf8", stdio: "pipe" }).trim();
}

const readKept = (cluster: string) => kubectl(cluster, "get", "configmap", "kept", "-o", "jsonpath={.data.key}");

function killOne(cluster: string, program: string): number {
  const [pid, ...more] = findProcesses(cluster, program);
  if (pid === undefined || more.length > 0) throw new Error(`${program} runs as ${[pid, ...more].join(", ")}`);
  process.kill(pid, "SIGKILL");
  return pid;
}

function expectWhole(cluster: string): void {
  expect(getStatus(cluster)).toMatchObject({ state: "running" });
  const running = [...components, "supervisor.js"].map((program) => [program, findProcesses(cluster, program).length]);
  expect(running).toEqual([...components, "supervisor.js"].map((program) => [program, 1]));
  expect(readKept(cluster)).toBe("value");
}

describe("up", () => {
  test("leaves a kubeconfig that only we can read, for loopback, with the cluster's name", () => {
    expect(statSync(clusterKubeconfig(first)).mode & 0o777).toBe(0o600);
    const kubeconfig = parse(readFileSync(clusterKubeconfig(first), "utf8"));
    expect(kubeconfig["current-context"]).toBe(`pulumi-istio-${first}`);
    expect(kubeconfig.clusters[0].cluster.server).toMatch(/^https:\/\/127\.0\.0\.1:\d+$/);
  });

  test("a second one does nothing", async () => {
    const pids = () => components.map((component) => findProcesses(first, component));
    const processes = pids();
    await up(first, silentProgress);
    expect(pids()).toEqual(processes);
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

  test("a name outside does not exist, and that is said instead of waited for", () => {
    const lookUp = ["exec", "deploy/echo", "--", "sh", "-c", "nslookup www.example.com || true"];
    expect(kubectl(first, ...lookUp)).toContain("can't find www.example.com: NXDOMAIN");
  });

  test("logs -f, exec with standard input and port-forward work through the relay", async () => {
    const env = environment(first);
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

test("an archive can be loaded, and pods use its image until the cluster goes", async () => {
  const images = await getImages(listImages(await getTools([...imageTools], silentProgress)), silentProgress);
  const pause = images.find(({ reference }) => reference === pauseImage)?.archive ?? "";
  const layout = join(clusterFolder(first), "layout");
  execFileSync("sh", ["-c", 'mkdir "$1" && tar -xf "$2" -C "$1"', "sh", layout, pause]);
  const index = readFileSync(join(layout, "index.json"), "utf8");
  writeFileSync(join(layout, "index.json"), index.replace(pauseImage, "example.com/loaded:1"));
  execFileSync("tar", ["-cf", `${layout}.tar`, "-C", layout, "."]);
  await loadImage(first, `${layout}.tar`, silentProgress);
  kubectl(first, "run", "loaded", "--image=example.com/loaded:1", "--image-pull-policy=Never");
  kubectl(first, "wait", "pod/loaded", "--for=condition=Ready", "--timeout=60s");
  await expect(loadImage(first, "/missing.tar", silentProgress)).rejects.toThrow(
    "image archive /missing.tar does not exist; give an OCI or Docker archive (.tar)",
  );
});

describe("after kill -9", () => {
  test.each(components)("of %s, up repairs", async (component) => {
    const pid = killOne(first, component);
    await up(first, silentProgress);
    expectWhole(first);
    expect(findProcesses(first, component)).not.toContain(pid);
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
    // Until the kubelet has seen them, the pods' objects say what was before; so ask the pods themselves.
    await eventually(() => {
      const client = ["/usr/local/bin/client", "--count=20", "http://echo:8081/"];
      const answer = spawnSync(kubectlPath, ["exec", "deploy/echo", "--", ...client], { env: environment(first) });
      return new Set(answer.stdout.toString().match(/Hostname=\S+/g)).size === 2 ? "back" : "";
    });
  });

  test("of everything, up repairs on the same port", async () => {
    const kubeconfig = readFileSync(clusterKubeconfig(first), "utf8");
    // Some are gone before their turn comes, with the first process.
    spawnSync("kill", ["-KILL", ...listProcesses(first).map(String)]);
    await eventually(() => (listProcesses(first).length === 0 ? "gone" : ""));
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

  const moments: [string, () => boolean][] = [
    ["it holds the lock", () => existsSync(lockFile(second))],
    ["its namespaces are there", () => findProcesses(second, "namespace.sh").length > 0],
    ["its API server starts", () => findProcesses(second, "kube-apiserver").length > 0],
  ];
  test.each(moments)("down removes all of an up that was killed when %s", async (_, isReached) => {
    const modules = ["cluster/up.js", "progress.js"].map(
      (file) => new URL(`../../dist/local/${file}`, import.meta.url),
    );
    const [upModule, progressModule] = modules.map((module) => JSON.stringify(module.href));
    const code = `
      const { up } = await import(${upModule});
      const { silentProgress } = await import(${progressModule});
      await up(${JSON.stringify(second)}, silentProgress);`;
    const child = spawn(process.execPath, ["--input-type=module", "-e", code], { stdio: "inherit" });
    await eventually(() => (isReached() ? "reached" : ""));
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
