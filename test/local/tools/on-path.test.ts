// Does not prove: that the real tools print their versions in these words (`mesh tools` in the end-to-end tests asks ours).
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from "vitest";
import { isProcess } from "../../../src/local/lock.js";
import type { ToolName } from "../../../src/local/tools/catalog.js";
import {
  compareVersions,
  findExecutable,
  findOnPath,
  isSameMinor,
  lookOnPath,
  versionPatience,
} from "../../../src/local/tools/on-path.js";
import { eventually } from "../process.js";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "pulumi-istio-path-"));
});

afterEach(() => rmSync(folder, { recursive: true }));

function putOnPath(name: string, prints: string): string {
  const file = join(folder, name);
  writeFileSync(file, `#!/bin/sh\nprintf '%s\\n' "${prints}"\n`);
  chmodSync(file, 0o755);
  return file;
}

test.each<[ToolName, string, string | undefined]>([
  ["kubelet", "Kubernetes v1.36.0", "1.36.0"],
  ["kubelet", "Kubernetes v1.36.9", "1.36.9"],
  ["kubelet", "Kubernetes v1.35.9", undefined],
  ["kubelet", "Kubernetes v2.36.0", undefined],
  ["kubectl", "Client Version: v1.36.1\nKustomize Version: v5.8.1", "1.36.1"],
  ["kubectl", "Client Version: v1.32.4-dispatcher", undefined],
  ["etcd", "etcd Version: 3.6.1\nGit SHA: x", "3.6.1"],
  ["etcd", "etcd Version: 3.5.21", undefined],
  ["coredns", "CoreDNS-1.15.2\nlinux/amd64", "1.15.2"],
  ["pulumi", "v3.238.0", "3.238.0"],
  ["pulumi", "v3.300.1", "3.300.1"],
  ["pulumi", "v3.237.9", undefined],
  ["pulumi", "v3.238.0-alpha.x8a1e2f", undefined],
  ["pulumi", "v3.265.0-alpha.x8a1e2f", "3.265.0-alpha.x8a1e2f"],
  ["pulumi", "v4.0.0", undefined],
  ["pulumi", "gibberish", undefined],
])("%s that prints %j is taken as %s", async (name, prints, version) => {
  const path = putOnPath(name, prints);
  expect(await findOnPath(name, folder)).toEqual(version === undefined ? undefined : { path, version });
});

test.each<ToolName>(["pilot-discovery", "pilot-agent", "istioctl", "envoy", "pulumi-resource-kubernetes", "charts"])(
  "%s is never taken from PATH",
  async (name) => {
    putOnPath(name, "v1.36.3");
    expect(await findOnPath(name, folder)).toBeUndefined();
  },
);

test("a pulumi that is not good is told of as well, with the version that it says", async () => {
  expect(await lookOnPath("pulumi", folder)).toBeUndefined();
  const path = putOnPath("pulumi", "v3.237.9");
  expect(await lookOnPath("pulumi", folder)).toEqual({ path, version: "3.237.9", isGood: false });
  putOnPath("pulumi", "gibberish");
  expect(await lookOnPath("pulumi", folder)).toEqual({ path, isGood: false });
  putOnPath("pulumi", "v3.265.0");
  expect(await lookOnPath("pulumi", folder)).toEqual({ path, version: "3.265.0", isGood: true });
});

test("an executable is found in whatever version, the first on PATH", () => {
  expect(findExecutable("kubectl", folder)).toBeUndefined();
  const path = putOnPath("kubectl", "anything");
  expect(findExecutable("kubectl", `/absent:${folder}:/usr/bin`)).toBe(path);
});

test("the language host is taken only beside a good pulumi", async () => {
  const path = putOnPath("pulumi-language-nodejs", "");
  expect(await findOnPath("pulumi-language-nodejs", folder)).toBeUndefined();
  putOnPath("pulumi", "v3.250.0");
  expect(await findOnPath("pulumi-language-nodejs", folder)).toEqual({ path, version: "3.250.0" });
});

test("what is not there, not executable or fails is not taken", async () => {
  expect(await findOnPath("etcd", folder)).toBeUndefined();
  const file = putOnPath("etcd", "etcd Version: 3.6.14");
  chmodSync(file, 0o644);
  expect(await findOnPath("etcd", folder)).toBeUndefined();
  writeFileSync(file, "#!/bin/sh\necho 'etcd Version: 3.6.14'; exit 1\n");
  chmodSync(file, 0o755);
  expect(await findOnPath("etcd", folder)).toBeUndefined();
});

test.each<[ToolName, readonly string[]]>([
  ["pulumi", ["version"]],
  ["kubectl", ["version", "--client"]],
])("a %s that never answers is ended with all it has started, and named", async (name, args) => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  onTestFinished(() => void vi.useRealTimers());
  const [path, pids] = [putOnPath(name, ""), join(folder, "pid")];
  writeFileSync(path, `#!/bin/sh\nsleep 1000 & echo $! > ${pids}\nwait\n`);
  const failure = expect(lookOnPath(name, folder)).rejects.toThrow(
    new Error(
      `${[path, ...args].join(" ")} gave no answer within 60 s and was ended; repair this program, or take it off PATH`,
    ),
  );
  await eventually("it runs", () => existsSync(pids) && readFileSync(pids, "utf8") !== "");
  vi.advanceTimersByTime(versionPatience);
  await failure;
  await eventually("its child is gone", () => !isProcess(Number(readFileSync(pids, "utf8"))));
});

test.each([
  ["3.9.0", "3.182.0", -1],
  ["1.26", "1.26.0", 0],
  ["1.26.8", "1.26.0", 1],
  ["3.238.0-alpha.x1a2b3c", "3.238.0", -1],
  ["3.238.0", "3.238.0-alpha", 1],
  ["3.239.0-alpha", "3.238.0", 1],
  ["1.26rc1", "1.26.0", -1],
  ["3.238.0+dirty", "3.238.0", 0],
])("%s compared with %s by number, a pre-release before its release: %i", (one, other, expected) => {
  expect(Math.sign(compareVersions(one, other))).toBe(expected);
});

test("a minor is told by number, not by text", () => {
  expect(isSameMinor("1.3.6", "1.36.3")).toBe(false);
});
