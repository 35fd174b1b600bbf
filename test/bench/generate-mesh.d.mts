import type { Manifest } from "../../src/kubernetes/manifest.js";

/** Objects, and of each mistake in them `<code> <Kind> <namespace>/<name>`. */
export function generateMesh(options: {
  services: number;
  /** The same seed gives the same mesh. @default 1 */
  seed?: number;
  /** The share of services with a mistake. @default 0 */
  mistaken?: number;
}): { objects: Manifest[]; planted: string[] };
