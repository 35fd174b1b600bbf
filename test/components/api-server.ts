import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** An answer of the API server. */
export interface Answer {
  status: number;
  body: object;
}

/** A request to it: `GET /api/v1/namespaces/shop`. */
export type Handler = (request: string, body: any) => Answer;

/** Runs `work` beside an API server on loopback that answers as told. @returns the requests that it got */
export async function withApiServer(handle: Handler, work: (kubeconfig: string) => Promise<void>): Promise<string[]> {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    let text = "";
    request.on("data", (chunk) => (text += String(chunk)));
    request.on("end", () => {
      const line = `${request.method ?? ""} ${request.url ?? ""}`;
      requests.push(line);
      const { status, body } = handle(line, text === "" ? undefined : JSON.parse(text));
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
    });
  });
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
