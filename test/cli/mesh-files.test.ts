// Does not prove that the control plane reads its configuration so: the differential test does.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { readMeshFiles } from "../../src/cli/mesh-files.js";

const folder = mkdtempSync(join(tmpdir(), "pulumi-istio-mesh-files-"));
const file = join(folder, "mesh.yaml");
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function read(option: "meshConfig" | "meshNetworks", text: string) {
  writeFileSync(file, text);
  const { locateConfig, ...known } = readMeshFiles({ [option]: file });
  return { ...known, ...(locateConfig === undefined ? {} : { place: locateConfig(["enableAutoMtls"]) }) };
}

/** Of the setting that is asked for. */
const found = { file, document: 0, path: ["enableAutoMtls"] };

it("assumes Istio's own root namespace and knows nothing else where no file is given", () => {
  expect(readMeshFiles({})).toEqual({ rootNamespace: "istio-system", config: {} });
});

it("reads a mesh configuration, also from the ConfigMap of the control plane", () => {
  const config = { rootNamespace: "mesh-root", enableAutoMtls: false };
  const expected = { rootNamespace: "mesh-root", config };
  expect(read("meshConfig", JSON.stringify(config))).toEqual({ ...expected, place: { ...found, line: 1, column: 30 } });
  expect(
    read("meshConfig", "kind: ConfigMap\ndata:\n  mesh: |-\n    rootNamespace: mesh-root\n    enableAutoMtls: false\n"),
  ).toEqual({ ...expected, place: { ...found, path: ["data", "mesh"], line: 5, column: 5 } });
  expect(read("meshConfig", "")).toEqual({ rootNamespace: "istio-system", config: {}, place: { file } });
});

it("reads plain words as istiod does", () => {
  expect(read("meshConfig", "enableAutoMtls: no\nproxyHttpPort: 0x10\naccessLogFile: 12:30\n")).toEqual({
    rootNamespace: "istio-system",
    config: { enableAutoMtls: false, proxyHttpPort: 16, accessLogFile: "12:30" },
    place: { ...found, line: 1, column: 1 },
  });
});

it("reads mesh networks, also from the ConfigMap of the control plane", () => {
  const networks = { here: { endpoints: [{ fromRegistry: "Kubernetes" }] } };
  const expected = { rootNamespace: "istio-system", config: {}, networks };
  expect(read("meshNetworks", JSON.stringify({ networks }))).toEqual(expected);
  expect(
    read("meshNetworks", JSON.stringify({ kind: "ConfigMap", data: { meshNetworks: JSON.stringify({ networks }) } })),
  ).toEqual(expected);
});

it.each([
  ["meshConfig", "rootNamespace: 3", `${file}: rootNamespace must be a string`],
  ["meshConfig", "- a", `${file} must be a map`],
  ["meshConfig", "a: 1\n---\nb: 2\n", `${file} holds 2 documents, but must be one`],
  ["meshConfig", "\na: [", /mesh\.yaml:2: not valid YAML: /],
  ["meshConfig", "kind: ConfigMap\ndata: { config: a }", `${file} is a ConfigMap without a string in data.mesh`],
  [
    "meshConfig",
    "apiVersion: install.istio.io/v1alpha1\nkind: IstioOperator\n",
    `${file} is of kind IstioOperator; it must be the configuration itself, or a ConfigMap that has it in data.mesh`,
  ],
  ["meshConfig", "kind: ConfigMap", `${file} is a ConfigMap without a string in data.mesh`],
  ["meshConfig", "kind: ConfigMap\ndata: { mesh: a }", `data.mesh of ${file} must be a map`],
  ["meshNetworks", "endpoints: []", `${file} is not a MeshNetworks: it has no map \`networks\``],
] as const)("refuses %s %j", (option, text, reason) => {
  expect(() => read(option, text)).toThrow(reason);
});
