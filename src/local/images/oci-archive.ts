import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, rename, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { run } from "../run.js";
import type { ImageSpec } from "./image-list.js";

/** A blob of an image layout, as its references name it. */
export interface Descriptor {
  mediaType: string;
  /** `sha256:<hex>` */
  digest: string;
  /** Bytes. */
  size: number;
}

/** Same files, same bytes: order, owners, times and rights of a layer do not depend on when and by whom it is made. */
const reproducible = ["--sort=name", "--mtime=@0", "--owner=0", "--group=0", "--numeric-owner", "--mode=a+rX"];

/**
 * Packs a folder as an uncompressed layer into the image layout. Uncompressed, because the archive never leaves this
 * machine and decompression would be most of the import's time.
 *
 * @param links whether links are packed, or the files that they lead to
 */
export async function packLayer(
  layout: string,
  folder: string,
  links: "as is" | "follow links",
  log: string,
): Promise<Descriptor> {
  const blobs = join(layout, "blobs/sha256");
  await mkdir(blobs, { recursive: true });
  const packed = join(layout, "layer.tar");
  const follow = links === "as is" ? [] : ["--dereference"];
  await run("tar", ["-C", folder, ...reproducible, ...follow, "-cf", packed, "."], { log });
  const digest = await hashFile(packed);
  const { size } = await stat(packed);
  await rename(packed, join(blobs, digest));
  return { mediaType: "application/vnd.oci.image.layer.v1.tar", digest: `sha256:${digest}`, size };
}

/**
 * Completes an OCI image layout: configuration, manifest and index.
 * Source: OCI image specification 1.0, image-layout.md; the annotation is the one that containerd takes the full name from.
 */
export async function completeLayout(layout: string, spec: ImageSpec, layers: readonly Descriptor[]): Promise<void> {
  const config = await writeBlob(layout, "application/vnd.oci.image.config.v1+json", renderConfig(spec, layers));
  const manifestType = "application/vnd.oci.image.manifest.v1+json";
  const manifest = await writeBlob(layout, manifestType, {
    schemaVersion: 2,
    mediaType: manifestType,
    config,
    layers,
  });
  const annotations = { "io.containerd.image.name": spec.reference };
  const index = { schemaVersion: 2, manifests: [{ ...manifest, annotations }] };
  await writeFile(join(layout, "index.json"), JSON.stringify(index));
  await writeFile(join(layout, "oci-layout"), JSON.stringify({ imageLayoutVersion: "1.0.0" }));
}

/** The image's configuration (OCI image specification 1.0, config.md). */
function renderConfig(spec: ImageSpec, layers: readonly Descriptor[]): object {
  return {
    architecture: process.arch === "arm64" ? "arm64" : "amd64",
    os: "linux",
    config: {
      User: spec.user,
      Env: ["PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"],
      Entrypoint: spec.entrypoint,
      ...(spec.cmd === undefined ? {} : { Cmd: spec.cmd }),
      WorkingDir: "/",
    },
    // Uncompressed layers: the identity of the content is the digest of the blob.
    rootfs: { type: "layers", diff_ids: layers.map((layer) => layer.digest) },
  };
}

async function writeBlob(layout: string, mediaType: string, content: object): Promise<Descriptor> {
  const bytes = Buffer.from(JSON.stringify(content));
  const digest = createHash("sha256").update(bytes).digest("hex");
  await writeFile(join(layout, "blobs/sha256", digest), bytes);
  return { mediaType, digest: `sha256:${digest}`, size: bytes.length };
}

async function hashFile(file: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(file, { highWaterMark: 1 << 20 }), hash);
  return hash.digest("hex");
}
