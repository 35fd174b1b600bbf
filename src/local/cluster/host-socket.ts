import { spawn } from "node:child_process";
import { Server, type AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import type { LocalSocket } from "./publish-ports.js";

/** File descriptor of the host's network namespace, which `up` opens and hands down beside the API server's socket. */
const hostNetworkDescriptor = 4;

const script = fileURLToPath(new URL("open-port.js", import.meta.url));

/** Milliseconds that a start of Node.js may take on a machine that is busy with other things. */
const patience = 30_000;

/** From inside the cluster's namespaces, opens a socket on the host's loopback: on the first of these ports that is free. */
export function openHostSocket(candidates: readonly number[]): Promise<LocalSocket> {
  // In the child, descriptor 3 is the channel that the socket comes by.
  const enter = ["--net=/proc/self/fd/4", "--", process.execPath, script, ...candidates.map(String)];
  const child = spawn("nsenter", enter, {
    stdio: ["ignore", "inherit", "inherit", "ipc", hostNetworkDescriptor],
    timeout: patience,
    killSignal: "SIGKILL",
  });
  return new Promise((resolve, reject) => {
    child.on("message", (message, handle) => {
      if (handle instanceof Server) resolve({ server: handle, port: (message as AddressInfo).port });
    });
    child.on("error", reject);
    child.on("close", (code, signal) => {
      reject(new Error(`no socket on ports ${candidates.join(", ")} of the host: exit code ${code ?? signal}`));
    });
  });
}
