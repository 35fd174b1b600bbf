import { loadImage } from "../../../src/local/cluster/load-image.js";
import { getTestImages, type TestImage } from "../../../src/local/images/test-images.js";
import { silentProgress } from "../../../src/local/progress.js";

/** Gives the cluster images that only tests need; `npm test` has built them before. Returns the names that pods use. */
export async function loadTestImages(...names: TestImage[]): Promise<string[]> {
  const images = await getTestImages(names, silentProgress);
  for (const { archive } of images) await loadImage("dev", archive, silentProgress);
  return images.map(({ reference }) => reference);
}
