import { createHash } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** An answer of the API server. */
export interface Answer {
  status: number;
  /** A text is sent as it is. */
  body: object | string;
}

/** A request to it: `GET /api/v1/namespaces/shop`. */
export type Handler = (request: string, body: any) => Answer;

/** What a command in a container did: what it printed and how it ended, or nothing where the connection just ends. */
export type Execution = { stdout?: string; stderr?: string; status: object } | undefined;

/** A command in a container, its query with it: `POST /api/v1/namespaces/shop/pods/web/exec?command=ls`. */
export type Executor = (url: URL) => Execution;

/** Runs `work` beside an API server on loopback that answers as told. @returns the requests that it got */
export async function withApiServer(
  handle: Handler,
  work: (kubeconfig: string) => Promise<void>,
  execute?: Executor,
): Promise<string[]> {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    let text = "";
    request.on("data", (chunk) => (text += String(chunk)));
    request.on("end", () => {
      const line = `${request.method ?? ""} ${request.url ?? ""}`;
      requests.push(line);
      const { status, body } = handle(line, text === "" ? undefined : JSON.parse(text));
      response
        .writeHead(status, { "content-type": "application/json" })
        .end(typeof body === "string" ? body : JSON.stringify(body));
    });
  });
  if (execute !== undefined) {
    server.on("upgrade", ({ url = "", headers }, socket) => {
      requests.push(`EXEC ${url}`);
      socket.write(formatHandshake(headers["sec-websocket-key"] ?? ""));
      const execution = execute(new URL(url, "http://api"));
      if (execution !== undefined) {
        const { stdout = "", stderr = "", status } = execution;
        for (const frame of [frameText(1, stdout), frameText(2, stderr), frameText(3, JSON.stringify(status))]) {
          socket.write(frame);
        }
      }
      socket.end();
    });
  }
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    await work(computeKubeconfig((server.address() as AddressInfo).port));
  } finally {
    server.closeAllConnections();
    server.close();
  }
  return requests;
}

/** A kubeconfig of an API server on loopback without TLS. */
export function computeKubeconfig(port: number): string {
  return JSON.stringify({
    apiVersion: "v1",
    kind: "Config",
    clusters: [{ name: "test", cluster: { server: `http://127.0.0.1:${port}`, "insecure-skip-tls-verify": true } }],
    contexts: [{ name: "test", context: { cluster: "test", user: "test" } }],
    users: [{ name: "test", user: {} }],
    "current-context": "test",
  });
}

// What a pod's exec speaks: WebSocket frames, the first byte of each its channel (1 stdout, 2 stderr, 3 how it ended).
function formatHandshake(key: string): string {
  const accept = createHash("sha1").update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest("base64");
  const fields = ["Upgrade: websocket", "Connection: Upgrade", `Sec-WebSocket-Accept: ${accept}`];
  return ["HTTP/1.1 101 Switching Protocols", ...fields, "Sec-WebSocket-Protocol: v4.channel.k8s.io", "", ""].join(
    "\r\n",
  );
}

function frameText(channel: number, text: string): Buffer {
  const payload = Buffer.concat([Buffer.from([channel]), Buffer.from(text)]);
  const size = Buffer.alloc(10);
  size.writeUInt8(0x82);
  size.writeUInt8(127, 1);
  size.writeBigUInt64BE(BigInt(payload.length), 2);
  return Buffer.concat([size, payload]);
}
