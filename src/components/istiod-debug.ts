import { Writable } from "node:stream";
import type { ProxySync } from "../istio/control-plane/proxy-sync.js";
import { requestApi } from "../cluster-access/api-request.js";

/** istiod answers from memory. */
const answerMilliseconds = 5000;

interface Pods {
  items: { metadata: { name: string; labels?: Record<string, string> }; status?: { phase?: string } }[];
}

/** What the istiods of a namespace say of their proxies. */
export interface ProxyAnswer {
  proxies: ProxySync[];
  /** Revisions of these istiods. */
  revisions: string[];
  /** Whether one of them did not answer, whose proxies are then not known. */
  isPartial: boolean;
}

/**
 * What each istiod of a namespace says of its proxies. Its debug pages answer without a token only on its own loopback, so
 * they are asked for there, as `istioctl proxy-status` does where it may not connect.
 * @throws where the pods cannot be listed, or none of them lets a command be run and answers
 */
export async function fetchProxySync(kubeconfig: string, namespace: string): Promise<ProxyAnswer> {
  const path = `/api/v1/namespaces/${namespace}/pods?labelSelector=app%3Distiod`;
  const { items } = await requestApi<Pods>(kubeconfig, { path });
  const running = items.filter(({ status }) => status?.phase === "Running");
  const command = ["pilot-discovery", "request", "GET", "/debug/syncz"];
  const answers = await Promise.allSettled(
    running.map(async ({ metadata }) => {
      const text = await execute(kubeconfig, { namespace, pod: metadata.name, container: "discovery" }, command);
      // With many istiods each knows its own proxies; one without any answers null.
      return (JSON.parse(text) as ProxySync[] | null) ?? [];
    }),
  );
  const given = answers.filter((answer) => answer.status === "fulfilled");
  const [failed] = answers.filter((answer) => answer.status === "rejected");
  if (given.length === 0) throw failed?.reason ?? new Error(`no istiod runs in namespace ${namespace}`);
  return {
    proxies: given.flatMap(({ value }) => value),
    revisions: [...new Set(running.map(({ metadata }) => metadata.labels?.["istio.io/rev"] ?? "default"))],
    isPartial: failed !== undefined,
  };
}

/** What an istiod of a revision says of its version: its release, and how it was built. @throws as `fetchProxySync` does */
export async function fetchIstiodVersion(kubeconfig: string, namespace: string, revision: string): Promise<string> {
  const labels = encodeURIComponent(`app=istiod,istio.io/rev=${revision}`);
  const path = `/api/v1/namespaces/${namespace}/pods?labelSelector=${labels}`;
  const { items } = await requestApi<Pods>(kubeconfig, { path });
  const pod = items.find(({ status }) => status?.phase === "Running")?.metadata.name;
  if (pod === undefined) throw new Error(`no istiod of revision ${revision} runs in namespace ${namespace}`);
  return execute(kubeconfig, { namespace, pod, container: "discovery" }, [
    "pilot-discovery",
    "request",
    "GET",
    "/version",
  ]);
}

/** Runs a command in a container and gives what it printed. */
async function execute(
  kubeconfig: string,
  { namespace, pod, container }: { namespace: string; pod: string; container: string },
  command: string[],
): Promise<string> {
  const { Exec, KubeConfig } = await import("@kubernetes/client-node");
  const config = new KubeConfig();
  config.loadFromString(kubeconfig);
  const output = createCollector();
  const errors = createCollector();
  await new Promise<void>((resolve, reject) => {
    const fail = (reason: string) => {
      reject(new Error(`${command.join(" ")} in ${namespace}/${pod}: ${reason} ${errors.read()}`.trimEnd()));
    };
    const finish = ({ status, message }: { status?: string; message?: string }) => {
      if (status === "Success") resolve();
      else fail(message ?? "failed");
    };
    new Exec(config)
      .exec(namespace, pod, container, command, output.stream, errors.stream, null, false, finish)
      .then((socket) => {
        // The pod may end meanwhile, or its node: then nobody says how the command ended.
        const overdue = setTimeout(() => {
          socket.terminate();
        }, answerMilliseconds);
        socket.onclose = () => {
          clearTimeout(overdue);
          fail("the connection ended before the command did");
        };
      })
      .catch(() => {
        fail("it could not be run");
      });
  });
  return output.read();
}

function createCollector(): { stream: Writable; read: () => string } {
  const chunks: Buffer[] = [];
  const stream = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      chunks.push(chunk);
      done();
    },
  });
  return { stream, read: () => Buffer.concat(chunks).toString("utf8") };
}
