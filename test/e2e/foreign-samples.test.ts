// What `mesh analyze` says of Istio's own samples and of the Gateway API's examples. They name Services, Gateways and ConfigMaps that their
// files do not declare; nothing else in them may be an error. Does not prove that they work.
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, it, vi } from "vitest";
import { runAnalyze } from "../../src/cli/analyze.js";
import type { Finding } from "../../src/findings/finding.js";
import { gatewayApiModule, istioModule } from "../../src/local/tools/catalog.js";
import { downloadModule } from "../../src/local/tools/go-build.js";
import { goModuleFolder } from "../../src/local/tools/sources.js";

/** Codes of references to what nobody declares. */
const references = new Set(["IST0101", "KIA1401", "KIA1402", "MESH0372"]);

afterEach(() => {
  vi.restoreAllMocks();
});

/** Errors of each entry of a folder that are not about references, as `<entry>: <code> <message>`. */
async function findErrors(folder: string, definitions: string[] = []): Promise<{ looked: number; errors: string[] }> {
  vi.spyOn(console, "error").mockReturnValue();
  const entries = readdirSync(folder).filter((entry) => hasYaml(join(folder, entry)));
  const errors: string[] = [];
  for (const entry of entries) {
    let printed = "";
    vi.spyOn(console, "log").mockImplementation((text: string) => void (printed = text));
    await runAnalyze([join(folder, entry)], { format: "json", definitions });
    const { findings } = JSON.parse(printed) as { findings: Finding[] };
    const ofEntry = findings.filter(({ level, code }) => level === "error" && !references.has(code));
    errors.push(...ofEntry.map(({ code, message }) => `${entry}: ${code} ${message}`));
  }
  return { looked: entries.length, errors };
}

function hasYaml(path: string): boolean {
  if (!statSync(path).isDirectory()) return path.endsWith(".yaml");
  return readdirSync(path, { recursive: true, encoding: "utf8" }).some((file) => file.endsWith(".yaml"));
}

const source = (module: string) => downloadModule(goModuleFolder("tools"), module);

it("Istio's samples", { timeout: 300_000 }, async () => {
  const { looked, errors } = await findErrors(join(await source(istioModule), "samples"));
  expect(looked).toBeGreaterThan(20);
  // The sample's own definition, in spire-quickstart.yaml, does not have that field.
  expect(errors).toEqual([
    "security: IST0106 `spec.className` is not a known key; known are bundleEndpointProfile, bundleEndpointURL, trustDomain, trustDomainBundle",
  ]);
});

it.each(["standard", "experimental"])(
  "the Gateway API's examples of the channel %s",
  { timeout: 300_000 },
  async (channel) => {
    const folder = await source(gatewayApiModule);
    const definitions = join(folder, "config/crd", channel);
    const files = readdirSync(definitions).filter((file) => file.startsWith("gateway.networking.k8s.io_"));
    const examples = join(folder, "examples", channel);
    const { looked, errors } = await findErrors(
      examples,
      files.map((file) => join(definitions, file)),
    );
    expect(looked).toBe(readdirSync(examples).length);
    expect(errors).toEqual([]);
  },
);
