// Does not prove: Istio's own repository, which cannot be reached here (the charts served are those of the local cluster
// under a released version's number), nor OCI registries, which Helm asks by TLS.
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { clusterCharts } from "../../src/folders.js";
import { testFolder } from "./folder.js";
import { changeStack, mesh, readOperations } from "./mesh.js";

const version = "1.31.4";
const folder = join(testFolder, "repository");
const asked: string[] = [];
let server: Server;
let url: string;

beforeAll(async () => {
  expect((await mesh("local", "up")).code).toBe(0);
  server = createServer((request, response) => {
    asked.push(request.url ?? "");
    try {
      response.end(readFileSync(join(folder, request.url ?? "")));
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  writeRepository(["base", "istiod", "gateway"]);
});

afterAll(async () => {
  await new Promise((resolve) => server.close(resolve));
});

/** Packs charts as `helm package` and `helm repo index` do. */
function writeRepository(charts: readonly string[]): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const chart of charts) {
    const source = join(folder, "source", chart);
    cpSync(join(clusterCharts("dev"), chart), source, { recursive: true, dereference: true });
    const facts = readFileSync(join(source, "Chart.yaml"), "utf8");
    writeFileSync(join(source, "Chart.yaml"), facts.replace(/^version: .*$/m, `version: ${version}`));
    execFileSync("tar", ["-czf", join(folder, `${chart}-${version}.tgz`), "-C", join(folder, "source"), chart]);
  }
  const entries = charts.map((chart) => [
    chart,
    [{ apiVersion: "v2", name: chart, version, urls: [`${url}/${chart}-${version}.tgz`] }],
  ]);
  writeFileSync(join(folder, "index.yaml"), JSON.stringify({ apiVersion: "v1", entries: Object.fromEntries(entries) }));
}

it("renders the same objects from a repository as from a folder", async () => {
  await mesh("local", "down");
  expect((await mesh("preview")).code).toBe(0);
  const fromFolder = readOperations("dev", "preview").sort();
  const restore = changeStack("dev", [
    [["charts"], { repository: url }],
    [["controlPlane", "version"], version],
  ]);
  const { code, output } = await mesh("preview");
  restore();
  expect(code, output).toBe(0);
  expect(readOperations("dev", "preview").sort()).toEqual(fromFolder);
  expect([...new Set(asked)].sort()).toEqual([
    `/base-${version}.tgz`,
    `/gateway-${version}.tgz`,
    "/index.yaml",
    `/istiod-${version}.tgz`,
  ]);
});

it("says which chart a repository does not have, and registers nothing of the control plane", async () => {
  const restore = changeStack("dev", [
    [["charts"], { repository: `${url}/nowhere` }],
    [["controlPlane", "version"], version],
  ]);
  const { code, output } = await mesh("preview");
  restore();
  expect(code).not.toBe(0);
  expect(output).toMatch(
    new RegExp(`error MESH0124: the chart (base|istiod) of ${url}/nowhere cannot be rendered: .*404`),
  );
  expect(readOperations("dev", "preview").filter((step) => step.includes("mesh-control-plane-"))).toEqual([]);
});
