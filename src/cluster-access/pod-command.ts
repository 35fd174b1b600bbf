import { Writable } from "node:stream";

/** A container of a pod. */
export interface PodContainer {
  namespace: string;
  pod: string;
  container: string;
}

/** What is asked answers from memory. */
const answerMilliseconds = 5000;

/**
 * Runs a command in a container and gives what it printed.
 * @throws where it may not be run, fails, or does not end in time
 */
export async function runInPod(
  kubeconfig: string,
  { namespace, pod, container }: PodContainer,
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
