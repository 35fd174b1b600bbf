import { connect as connectHttp2, type ClientHttp2Session, type IncomingHttpHeaders } from "node:http2";
import { request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import { connect as connectTcp } from "node:net";
import type { TLSSocket } from "node:tls";

// A client on the test's machine: it is in no mesh, and reaches gateways by ports of its own.

const loopback = "127.0.0.1";

/** Where a client goes, and what it shows. */
export interface Visit {
  /** The gateway's, on loopback. */
  port: number;
  /** Host that is asked for, by SNI too. */
  host: string;
  path?: string;
  /** Of plain requests, beside the host. */
  headers?: Record<string, string>;
  /** Authority that the client trusts. */
  ca?: string;
  /** Its own certificate. */
  cert?: string;
  key?: string;
  /** The highest version of TLS that it speaks. */
  maxVersion?: "TLSv1.2" | "TLSv1.3";
}

/** What came back. */
export interface Reply {
  status: number;
  headers: IncomingHttpHeaders;
  body: string;
  /** Serial number of the server's certificate; empty without TLS. */
  serial: string;
  /** Host that the certificate is for. */
  name: string;
  /** Version of TLS that was spoken; empty without TLS. */
  version: string;
}

/** One request on a connection of its own; fails where the certificate is not right. */
export function visit({ port, host, path = "/", headers: own = {}, ...tls }: Visit, isSecure = true): Promise<Reply> {
  const options = { host: loopback, port, path, agent: false, timeout: 10_000, headers: { host, ...own } } as const;
  return new Promise((resolve, reject) => {
    const request = isSecure ? requestHttps({ ...options, servername: host, ...tls }) : requestHttp(options);
    request.on("error", reject).on("timeout", () => request.destroy(new Error("timed out")));
    request.on("response", (response) => {
      const socket = isSecure ? (response.socket as TLSSocket) : undefined;
      const peer = socket?.getPeerCertificate();
      const version = socket?.getProtocol() ?? "";
      let body = "";
      response.setEncoding("utf8").on("data", (text: string) => (body += text));
      response.on("error", reject).on("end", () => {
        const { statusCode: status = 0, headers } = response;
        const [serial, name] = [peer?.serialNumber ?? "", peer?.subjectaltname ?? ""];
        resolve({ status, headers, body, serial, name, version });
      });
    });
    request.end();
  });
}

/** Answers to requests for several hosts on one connection of HTTP/2, made for the first: browsers do so where the certificate allows it. */
export async function visitByOneConnection(visited: Visit, hosts: readonly string[]): Promise<Record<string, number>> {
  const session = openHttp2(visited);
  try {
    const statuses: Record<string, number> = {};
    for (const host of hosts) statuses[host] = (await askHttp2(session, { ":path": "/", ":authority": host })).status;
    return statuses;
  } finally {
    session.destroy();
  }
}

/** Calls `Echo` of Istio's echo server by gRPC, and gives the call's status and the answer. */
export async function callGrpc(visited: Visit): Promise<{ status: string; body: string }> {
  const session = openHttp2(visited);
  try {
    const message = Buffer.from([0x0a, 2, ...Buffer.from("hi")]);
    const frame = Buffer.concat([Buffer.from([0, 0, 0, 0, message.length]), message]);
    const headers = { ":path": "/proto.EchoTestService/Echo", ":authority": visited.host };
    const grpc = { ":method": "POST", "content-type": "application/grpc", te: "trailers" };
    const { trailers, body } = await askHttp2(session, { ...headers, ...grpc }, frame);
    return { status: String(trailers["grpc-status"]), body };
  } finally {
    session.destroy();
  }
}

function openHttp2({ port, host, ca }: Visit): ClientHttp2Session {
  // Errors reach each request.
  return connectHttp2(`https://${loopback}:${port}`, { servername: host, ca }).on("error", () => undefined);
}

function askHttp2(session: ClientHttp2Session, headers: Record<string, string>, data?: Buffer) {
  return new Promise<{ status: number; trailers: IncomingHttpHeaders; body: string }>((resolve, reject) => {
    const stream = session.request(headers);
    let [status, body, trailers] = [0, "", {} as IncomingHttpHeaders];
    stream.on("error", reject).on("response", (given) => {
      status = Number(given[":status"]);
      trailers = given;
    });
    stream.on("trailers", (given) => (trailers = given));
    stream.on("data", (text: Buffer) => (body += text.toString("utf8")));
    stream.on("end", () => {
      resolve({ status, trailers, body });
    });
    stream.end(data);
  });
}

/** What comes back for a line of text, until the other side has said `until`. */
export function sayByTcp(port: number, line: string, until: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = "";
    const socket = connectTcp({ host: loopback, port, timeout: 5000 }, () => socket.write(`${line}\n`));
    const end = () => {
      reject(new Error(`ended after ${JSON.stringify(text)}`));
      socket.destroy();
    };
    socket.on("error", reject).on("close", end).on("timeout", end);
    socket.setEncoding("utf8").on("data", (part: string) => {
      text += part;
      if (!text.includes(until)) return;
      resolve(text);
      socket.destroy();
    });
  });
}
