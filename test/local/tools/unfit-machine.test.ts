// What machines are told that cannot make the local cluster's tools. Does not prove that others can: the end-to-end tests do.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, expect, it, vi } from "vitest";
import { silentProgress } from "../../../src/local/progress.js";
import { unpackEnvoy } from "../../../src/local/tools/files.js";
import { announceTools, getTools } from "../../../src/local/tools/get-tools.js";
import { buildGo } from "../../../src/local/tools/go-build.js";

const folder = mkdtempSync(join(tmpdir(), "pulumi-istio-unfit-"));
const place = { results: folder, work: folder, log: join(folder, "log"), share: () => undefined };
afterAll(() => rmSync(folder, { recursive: true }));
afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

it("without Go", async () => {
  vi.stubEnv("PATH", folder);
  await expect(buildGo("engine", [], place)).rejects.toThrow(
    /^building the tools needs Go [\d.]+ or later, and there is no go on PATH; install a newer one and try again, or use a cluster of your own: npx mesh start --context NAME$/,
  );
});

it("without Go, before anybody is told how long a build takes", async () => {
  vi.stubEnv("PATH", folder);
  vi.stubEnv("XDG_CACHE_HOME", folder);
  const said: string[] = [];
  const report = { ...silentProgress, note: (text: string) => void said.push(text) };
  for (const get of [announceTools, getTools]) {
    await expect(get(["pulumi"], report)).rejects.toThrow(
      /^building the tools needs Go [\d.]+ or later, and there is no go/,
    );
  }
  expect(said).toEqual([]);
});

it("on another system than Envoy's", async () => {
  vi.spyOn(process, "platform", "get").mockReturnValue("darwin");
  await expect(unpackEnvoy([], place)).rejects.toThrow(
    new Error(
      `Envoy is pinned for Linux on x64, and this is darwin on ${process.arch}; use a cluster of your own: npx mesh start --context NAME`,
    ),
  );
});
