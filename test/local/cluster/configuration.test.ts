// Does not prove: that the components accept their flags and files; test/e2e/local-cluster.test.ts boots them.
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { X509Certificate } from "node:crypto";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { parse } from "yaml";
import { certificateFiles, ensureCertificates } from "../../../src/local/cluster/certificates.js";
import { cgroupName, enableControllers, parseHierarchies } from "../../../src/local/cluster/cgroups.js";
import { clusterTools, listComponents, type ClusterTools } from "../../../src/local/cluster/components.js";
import { renderConfiguration } from "../../../src/local/cluster/configuration.js";
import { renderKubeconfig, renderTokenFile, writeCredentials } from "../../../src/local/cluster/credentials.js";
import { parseImported } from "../../../src/local/cluster/import-images.js";
import { clusterPaths } from "../../../src/local/cluster/layout.js";

beforeEach(() => {
  const folder = mkdtempSync(join(tmpdir(), "pulumi-istio-cluster-"));
  vi.stubEnv("XDG_STATE_HOME", folder);
  return () => {
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true });
  };
});

describe("components", () => {
  const tools = Object.fromEntries(clusterTools.map((name) => [name, `/tools/${name}`])) as ClusterTools;

  test("each has a health address and comes after one that is listed before it", () => {
    const components = listComponents(clusterPaths("dev"), tools);
    expect(components.map(({ name }) => name)).toEqual([
      "etcd",
      "containerd",
      "kube-apiserver",
      "kubelet",
      "kube-controller-manager",
      "kube-scheduler",
      "kube-proxy",
      "coredns",
    ]);
    components.forEach(({ after, health }, index) => {
      expect(health).toMatch(/^https?:\/\/127\.0\.0\.1:\d+\//);
      if (after !== undefined) expect(components.slice(0, index).map(({ name }) => name)).toContain(after);
    });
  });

  test("nothing that a component writes lies outside the cluster's folder", () => {
    const { folder } = clusterPaths("dev");
    const files = listComponents(clusterPaths("dev"), tools)
      .flatMap(({ args }) => args)
      .map((arg) => arg.split("=").at(-1) ?? "")
      .filter((value) => value.startsWith("/"));
    expect(files.length).toBeGreaterThan(10);
    for (const file of files) expect(file.startsWith(`${folder}/`)).toBe(true);
  });
});

test("the kubelet's pods go into the cluster's own cgroup and ask the cluster's name server", () => {
  const kubelet = JSON.parse(renderConfiguration("dev", clusterPaths("dev"))["kubelet.json"] ?? "");
  expect(kubelet.cgroupRoot).toBe(`/${cgroupName("dev")}`);
  expect(kubelet.clusterDNS).toEqual(["10.250.0.1"]);
  expect(kubelet.evictionHard).toEqual({
    "nodefs.available": "0%",
    "nodefs.inodesFree": "0%",
    "imagefs.available": "0%",
  });
});

test("clusters of one name in two state folders have two cgroups", () => {
  const first = cgroupName("dev");
  vi.stubEnv("XDG_STATE_HOME", "/elsewhere");
  expect(first).toMatch(/^pulumi-istio-dev-[0-9a-f]{6}$/);
  expect(cgroupName("dev")).not.toBe(first);
});

test("cgroup hierarchies are read from the mounts, of version 1 and 2", () => {
  const v1 = [
    "tmpfs /sys/fs/cgroup tmpfs rw 0 0",
    "cgroup /sys/fs/cgroup/cpu,cpuacct cgroup rw,cpu,cpuacct 0 0",
    "cgroup2 /sys/fs/cgroup/unified cgroup2 rw 0 0",
    "proc /proc proc rw 0 0",
  ];
  expect(parseHierarchies(v1.join("\n"))).toEqual(["/sys/fs/cgroup/cpu,cpuacct", "/sys/fs/cgroup/unified"]);
  expect(parseHierarchies("cgroup2 /sys/fs/cgroup cgroup2 rw 0 0\n")).toEqual(["/sys/fs/cgroup"]);
});

test("cgroup v2 controllers are handed down, and where there are none nothing is written", () => {
  const cgroup = mkdtempSync(join(process.env.XDG_STATE_HOME ?? "", "cgroup-"));
  enableControllers(cgroup);
  expect(readdirSync(cgroup)).toEqual([]);
  writeFileSync(join(cgroup, "cgroup.controllers"), "cpu memory pids\n");
  enableControllers(cgroup);
  expect(readFileSync(join(cgroup, "cgroup.subtree_control"), "utf8")).toBe("+cpu +memory +pids");
});

describe("credentials", () => {
  test("a token a line, with the group that the role is bound to", () => {
    const tokens = {
      admin: "t1",
      kubelet: "t2",
      "kube-controller-manager": "t3",
      "kube-scheduler": "t4",
      "kube-proxy": "t5",
    };
    expect(renderTokenFile(tokens).split("\n")).toEqual([
      't1,kubernetes-admin,admin,"system:masters"',
      't2,system:node:node0,kubelet,"system:nodes"',
      't3,system:kube-controller-manager,kube-controller-manager,""',
      't4,system:kube-scheduler,kube-scheduler,""',
      't5,system:kube-proxy,kube-proxy,""',
      "",
    ]);
  });

  test("tokens stay what they are, and nobody else may read them", () => {
    const paths = clusterPaths("dev");
    const first = writeCredentials(paths, "authority");
    expect(writeCredentials(paths, "authority")).toEqual(first);
    expect(new Set(Object.values(first)).size).toBe(5);
    for (const file of ["tokens.json", "tokens.csv", "admin.kubeconfig"]) {
      expect(statSync(join(paths.credentials, file)).mode & 0o777).toBe(0o600);
    }
  });

  test("a kubeconfig has one context, which is the current one", () => {
    const text = renderKubeconfig({ context: "c", server: "https://127.0.0.1:1", authority: "CA", token: "t" });
    expect(parse(text)).toEqual({
      apiVersion: "v1",
      kind: "Config",
      "current-context": "c",
      clusters: [{ name: "c", cluster: { server: "https://127.0.0.1:1", "certificate-authority-data": "Q0E=" } }],
      contexts: [{ name: "c", context: { cluster: "c", user: "c" } }],
      users: [{ name: "c", user: { token: "t" } }],
    });
  });
});

test("certificates: made once, signed by the cluster's authority, for the addresses that the API server has", async () => {
  const paths = clusterPaths("dev");
  await ensureCertificates(paths);
  const files = certificateFiles(paths);
  const authority = new X509Certificate(readFileSync(files.authority));
  const apiServer = new X509Certificate(readFileSync(files.apiServer));
  const client = new X509Certificate(readFileSync(files.kubeletClient));
  expect([authority.ca, apiServer.ca, client.ca]).toEqual([true, false, false]);
  for (const certificate of [apiServer, client]) expect(certificate.verify(authority.publicKey)).toBe(true);
  expect(client.subject).toBe("O=system:masters\nCN=kube-apiserver-kubelet-client");
  for (const address of ["127.0.0.1", "10.250.0.1", "10.96.0.1"]) expect(apiServer.checkIP(address)).toBe(address);
  expect(apiServer.checkHost("kubernetes.default.svc")).toBe("kubernetes.default.svc");
  await ensureCertificates(paths);
  expect(new X509Certificate(readFileSync(files.apiServer)).fingerprint).toBe(apiServer.fingerprint);
  expect(existsSync(`${paths.certificates}.partial`)).toBe(false);
});

test("the names of imported images are read from containerd's answer", () => {
  const output =
    "unpacking localhost/pause:local (sha256:6a)...done\nunpacking docker.io/library/a:1 (sha256:7b)...done\n";
  expect(parseImported(output)).toEqual(["localhost/pause:local", "docker.io/library/a:1"]);
});
