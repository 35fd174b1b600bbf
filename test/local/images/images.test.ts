// Does not prove: that containerd takes the archives or that the programs run; test/e2e/local-cluster.test.ts imports them.
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, expect, test, vi } from "vitest";
import { getImages } from "../../../src/local/images/get-images.js";
import { imageTools, listImages, type ImageTools } from "../../../src/local/images/image-list.js";
import { completeLayout, packLayer } from "../../../src/local/images/oci-archive.js";
import { parseLdd } from "../../../src/local/images/root-files.js";
import { describeTestImage, testImages } from "../../../src/local/images/test-images.js";
import { silentProgress } from "../../../src/local/progress.js";
import { capture } from "../../../src/local/run.js";

let folder: string;
let tools: ImageTools;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "pulumi-istio-images-"));
  vi.stubEnv("XDG_CACHE_HOME", join(folder, "cache"));
  vi.stubEnv("XDG_STATE_HOME", join(folder, "state"));
  for (const name of imageTools) writeFileSync(join(folder, name), `#!/bin/sh\necho ${name}\n`, { mode: 0o700 });
  tools = Object.fromEntries(imageTools.map((name) => [name, join(folder, name)])) as ImageTools;
  return () => {
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true });
  };
});

test("the images have the names that the local stack uses", () => {
  expect(listImages(tools).map(({ reference }) => reference)).toEqual([
    "localhost/pause:local",
    "localhost/istio/pilot:local",
    "localhost/istio/proxyv2:local",
    "docker.io/crossoverjie/k8s-combat:istio",
  ]);
});

test("the images of the tests hold one program each", () => {
  expect(testImages.map((name) => describeTestImage(name, `/from/${name}`))).toEqual(
    [
      ["redis", "redis-server"],
      ["ratelimit", "ratelimit"],
      ["jaeger", "jaeger"],
    ].map(([name, program]) => ({
      name,
      reference: `localhost/test/${name}:local`,
      files: { [`usr/local/bin/${program}`]: `/from/${name}` },
      user: "65534",
      entrypoint: [`/usr/local/bin/${program}`],
    })),
  );
});

test("a layer of the same files is the same layer, readable by every user, and described by its digest", async () => {
  const layers = [];
  for (const round of ["first", "second"]) {
    const files = join(folder, round);
    mkdirSync(join(files, "bin"), { recursive: true, mode: 0o700 });
    writeFileSync(join(files, "bin/tool"), "text", { mode: 0o700 });
    layers.push(await packLayer(join(folder, `${round}-layout`), files, "as is", join(folder, "log")));
  }
  expect(layers[1]).toEqual(layers[0]);
  const digest = layers[0]?.digest ?? "";
  const blob = join(folder, "first-layout/blobs", digest.replace(":", "/"));
  expect(`sha256:${(await capture("sha256sum", [blob])).split(" ")[0]}`).toBe(digest);
  expect(await capture("tar", ["-tvf", blob])).toMatch(/-rwxr-xr-x 0\/0 +4 1970-01-01 .* \.\/bin\/tool/);
});

test("the layout names the image for containerd and lists what it is made of", async () => {
  const layout = join(folder, "layout");
  mkdirSync(join(folder, "files"));
  const layer = await packLayer(layout, join(folder, "files"), "as is", join(folder, "log"));
  const spec = listImages(tools).find(({ name }) => name === "k8s-combat");
  if (spec === undefined) throw new Error("no such image");
  await completeLayout(layout, spec, [layer]);
  const read = (path: string) => JSON.parse(readFileSync(join(layout, path), "utf8"));
  const { manifests } = read("index.json");
  expect(manifests[0].annotations).toEqual({ "io.containerd.image.name": "docker.io/crossoverjie/k8s-combat:istio" });
  const manifest = read(`blobs/${manifests[0].digest.replace(":", "/")}`);
  expect(manifest.layers).toEqual([layer]);
  const config = read(`blobs/${manifest.config.digest.replace(":", "/")}`);
  expect(config.rootfs).toEqual({ type: "layers", diff_ids: [layer.digest] });
  expect(config.config).toMatchObject({
    User: "65534",
    Entrypoint: ["/usr/local/bin/server"],
    Cmd: ["--port=8081", "--grpc=50051"],
  });
});

test("shared libraries are read from ldd's answer; a missing one is named", () => {
  const output = [
    "/usr/bin/envoy:",
    "\tlinux-vdso.so.1 (0x00007f)",
    "\tlibc.so.6 => /lib/x86_64-linux-gnu/libc.so.6 (0x00007f)",
    "\t/lib64/ld-linux-x86-64.so.2 (0x00007f)",
  ];
  expect(parseLdd(output.join("\n"))).toEqual(["/lib/x86_64-linux-gnu/libc.so.6", "/lib64/ld-linux-x86-64.so.2"]);
  expect(() => parseLdd("\tlibx.so.1 => not found\n")).toThrow(
    "the images need libx.so.1, which this machine does not have",
  );
});

test("images are made once, anew when a tool changes, by one of two runs at once, and leave nothing unfinished", async () => {
  const cache = join(folder, "cache/pulumi-istio/images");
  mkdirSync(join(cache, "build-killed"), { recursive: true });
  const [first, second] = await Promise.all([
    getImages(listImages(tools), silentProgress),
    getImages(listImages(tools), silentProgress),
  ]);
  expect(second).toEqual(first);
  expect(readdirSync(cache).sort()).toEqual(first.map(({ archive }) => archive.slice(cache.length + 1)).sort());
  const times = first.map(({ archive }) => statSync(archive).mtimeMs);
  writeFileSync(tools["pilot-discovery"], "#!/bin/sh\necho changed\n", { mode: 0o755 });
  const third = await getImages(listImages(tools), silentProgress);
  expect(third.map(({ archive }, i) => archive === first[i]?.archive)).toEqual([true, false, true, true]);
  expect(first.map(({ archive }) => statSync(archive).mtimeMs)).toEqual(times);
  expect(third.every(({ archive }) => existsSync(archive))).toBe(true);
}, 60_000);
