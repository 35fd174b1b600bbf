// What machines are told that cannot make the local cluster's tools. Does not prove that others can: the end-to-end tests do.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, expect, it, vi } from "vitest";
import { unpackEnvoy } from "../../../src/local/tools/files.js";
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
    /^building the tools needs Go [\d.]+ or later, and there is no go on PATH; install a newer one and try again, or use a cluster of your own: npm start -- --context NAME$/,
  );
});

it("on another system than Envoy's", async () => {
  vi.spyOn(process, "platform", "get").mockReturnValue("darwin");
  await expect(unpackEnvoy([], place)).rejects.toThrow(
    new Error(
      `Envoy is pinned for Linux on x64, and this is darwin on ${process.arch}; use a cluster of your own: npm start -- --context NAME`,
    ),
  );
});
