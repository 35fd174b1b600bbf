import { getImages } from "../images/get-images.js";
import { getImageStore } from "../images/image-store.js";
import { imageTools, listImages } from "../images/image-list.js";
import { ensurePackages } from "../packages.js";
import type { Progress } from "../progress.js";
import { getTools } from "../tools/get-tools.js";
import { boot } from "./boot.js";
import { clusterTools } from "./components.js";
import { clusterPackages, describeMachine, requireCapableMachine, requireClusterName } from "./requirements.js";

/** What a local cluster is made of, and kubectl, which comes from the same build and is what people need next. */
export const localTools = [...clusterTools, ...imageTools, "kubectl", "charts", "gateway-api"] as const;

/**
 * Brings the local cluster up and waits until it can take pods. Does only what is missing: nothing on a running cluster,
 * and after any of its processes was killed, what is gone. Objects in the cluster outlive everything but `down`.
 *
 * @throws where this machine cannot run one, with the way out; where something fails, with its log
 */
export async function up(name: string, report: Progress): Promise<void> {
  requireClusterName(name);
  requireCapableMachine(describeMachine());
  await ensurePackages(clusterPackages, report);
  const tools = await getTools(localTools, report);
  const images = await getImages(listImages(tools), report);
  const imageStore = await getImageStore(images, report);
  const files = { charts: tools.charts, gatewayApi: tools["gateway-api"] };
  await boot(name, { tools, images, imageStore, files }, report);
}
