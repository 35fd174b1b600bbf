import { ensurePackages } from "../packages.js";
import type { Progress } from "../progress.js";
import { getTools, type ToolName } from "../tools/get-tools.js";
import { getImages, type Image } from "./get-images.js";
import type { ImageSpec } from "./image-list.js";

/** Services that only tests run in the cluster. */
export const testImages = ["redis", "ratelimit", "jaeger"] as const;

export type TestImage = (typeof testImages)[number];

/** Where Debian's package has the server. */
const redisServer = "/usr/bin/redis-server";

/**
 * Images of services that tests need and a local cluster does not: `localhost/test/<name>:local`. They are not imported
 * into any cluster; `loadImage` does that.
 *
 * @throws an error that names the log of what failed
 */
export async function getTestImages(names: readonly TestImage[], report: Progress): Promise<Image[]> {
  if (names.includes("redis")) await ensurePackages(["redis-server"], report);
  const tools = await getTools(
    names.filter((name): name is TestImage & ToolName => name !== "redis"),
    report,
  );
  const images: Image[] = [];
  for (const name of names) {
    // One at a time, so that what is in an image does not depend on what was asked for together with it.
    const program = name === "redis" ? redisServer : tools[name];
    images.push(...(await getImages([describeTestImage(name, program)], report)));
  }
  return images;
}

/** One program, which is started by a user without rights. */
export function describeTestImage(name: TestImage, program: string): ImageSpec {
  const file = `usr/local/bin/${name === "redis" ? "redis-server" : name}`;
  return {
    name,
    reference: `localhost/test/${name}:local`,
    files: { [file]: program },
    user: "65534",
    entrypoint: [`/${file}`],
  };
}
