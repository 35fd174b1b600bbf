import type { Manifest } from "../../../src/kubernetes/manifest.js";
import { kubectl } from "./cluster.js";

/** Makes one Deployment's pods fail: they are ready, but nothing listens where the Service sends to, so that callers get 503. */
export function failFromStart(manifests: readonly Manifest[], deployment: string): Manifest[] {
  return manifests.map((manifest) => {
    if (manifest.metadata.name !== deployment) return manifest;
    const text = JSON.stringify(manifest).replace("--port=8081", "--port=8082").replace('"port":8081', '"port":8082');
    return JSON.parse(text.replace("--tcp=9090", "--tcp=9091")) as Manifest;
  });
}

/** Lets such a Deployment's pod answer: one more server in it, on the right port. */
export async function heal(namespace: string, deployment: string, version: string): Promise<void> {
  const server = `server --port=8081 --grpc=7070 --tcp=7071 --version=${version}`;
  await runIn(namespace, deployment, `${server} >/dev/null 2>&1 & echo $! >/tmp/healed`);
}

/** Lets it fail again. */
export async function failAgain(namespace: string, deployment: string): Promise<void> {
  await runIn(namespace, deployment, "kill -KILL $(cat /tmp/healed)");
}

async function runIn(namespace: string, deployment: string, script: string): Promise<void> {
  await kubectl(["-n", namespace, "exec", `deploy/${deployment}`, "-c", "echo", "--", "sh", "-c", script]);
}
