import { createHash, randomUUID } from "node:crypto";
import { existsSync, statSync } from "node:fs";
import { mkdir, readdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createFinding, placeProblems } from "../findings/problem.js";
import { cacheFolder } from "../folders.js";
import { computeManifest, findDefinitionProblems } from "../istio/gateway-api/definitions.js";
import type { GatewayApiSettings } from "../istio/gateway-api/settings.js";
import { resolveIstioVersion } from "../istio/versions/versions.js";
import { loadManifests } from "../text/manifest-text.js";
import type { Manifest } from "../kubernetes/manifest.js";
import { stopOnErrors } from "./stop-on-errors.js";

/**
 * The CustomResourceDefinitions of the Gateway API that these settings name. Nothing else of a release's manifest is installed.
 * @param istioVersion release of Istio that is to read them
 * @throws RunError where the manifest cannot be had, or has other definitions
 */
export async function loadGatewayApi(settings: GatewayApiSettings, istioVersion?: string): Promise<Manifest[]> {
  const istio = resolveIstioVersion(istioVersion);
  const place = computeManifest(settings, istio);
  const texts = await readTexts(place, settings.channel ?? "standard");
  const loaded = texts.map(({ text, file }) => loadManifests(text, file));
  const definitions = loaded
    .flatMap(({ manifests }) => manifests)
    .filter(({ kind }) => kind === "CustomResourceDefinition");
  stopOnErrors(loaded.flatMap(({ findings }) => findings));
  stopOnErrors(placeProblems(findDefinitionProblems(definitions, settings, { place, istio })));
  return definitions.map(withoutStatus);
}

/** What a generator leaves in it is for the API server to say. */
function withoutStatus(definition: Manifest): Manifest {
  return Object.fromEntries(Object.entries(definition).filter(([field]) => field !== "status")) as Manifest;
}

interface Text {
  file: string;
  text: string;
}

async function readTexts(place: string, channel: string): Promise<Text[]> {
  try {
    if (/^https?:\/\//.test(place)) return [{ file: place, text: await readUrl(place) }];
    if (!statSync(place).isDirectory()) return [{ file: place, text: await readFile(place, "utf8") }];
    const own = join(place, channel);
    const folder = existsSync(own) ? own : place;
    const names = (await readdir(folder)).filter((name) => /\.ya?ml$/.test(name) && name !== "kustomization.yaml");
    return await Promise.all(
      names
        .sort()
        .map(async (name) => ({ file: join(folder, name), text: await readFile(join(folder, name), "utf8") })),
    );
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    stopOnErrors([createFinding("MESH0141", `the Gateway API's manifest ${place} cannot be read: ${reason}`)]);
    throw error;
  }
}

/** Releases do not change under their URL, so each is fetched once. */
async function readUrl(url: string): Promise<string> {
  const file = join(cacheFolder(), "gateway-api", `${createHash("sha256").update(url).digest("hex")}.yaml`);
  if (existsSync(file)) return readFile(file, "utf8");
  const response = await fetch(url);
  if (!response.ok) throw new Error(`HTTP ${response.status}`);
  const text = await response.text();
  await mkdir(join(file, ".."), { recursive: true });
  const temporary = `${file}.${randomUUID()}`;
  await writeFile(temporary, text);
  await rename(temporary, file);
  return text;
}
