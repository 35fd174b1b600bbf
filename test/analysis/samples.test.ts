// Meshes as people write them: what is right in them gets no error and no warning. Does not prove that no other mesh does.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { analyze } from "../../src/analysis/analyze.js";
import { formatFinding } from "../../src/findings/finding.js";
import { loadPolicies } from "../../src/policy/documents/load.js";

const folder = join(import.meta.dirname, "samples");
const samples = readdirSync(folder);

/** What is said for information alone, and is true. */
const informed: Readonly<Record<string, readonly string[]>> = {
  "gateway-api.yaml": [
    "gateway-api.yaml:120:33: info MESH0338: the rule denies only /admin*; the server may take another spelling for the same; allow by `paths`, or deny by `notPaths`, or set pathNormalization of the mesh configuration to DECODE_AND_MERGE_SLASHES",
  ],
  "stateful.yaml": [
    "stateful.yaml:54:56: info MESH0340: port 26379 of Service redis.data leads past the proxy, so no policy of the mesh counts there; remove the port from the annotation, unless this is intended",
  ],
  "tenants.yaml": [
    "tenants.yaml:132:13: info IST0136: the annotation traffic.sidecar.istio.io/excludeOutboundPorts is in alpha phase; make sure that this feature is worth the risk",
  ],
};

it.each(samples)("%s: no false alarm", (file) => {
  const text = readFileSync(join(folder, file), "utf8");
  const { manifests: objects, findings } = loadPolicies({ [file]: text });
  expect(objects.length).toBeGreaterThan(10);
  expect([...findings, ...analyze({ objects })].map(formatFinding)).toEqual(informed[file] ?? []);
});

it("a mistake in each is found", () => {
  const wrong = samples.map((file) => {
    const text = readFileSync(join(folder, file), "utf8");
    // No Service is left that any route, rule or gateway is for.
    const { manifests } = loadPolicies({ [file]: text.replaceAll("kind: Service\n", "kind: Endpoints\n") });
    return [file, analyze({ objects: manifests }).some(({ level }) => level !== "info")];
  });
  expect(wrong).toEqual(samples.map((file) => [file, true]));
});
