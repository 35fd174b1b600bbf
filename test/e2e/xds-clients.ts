import { connect, type ClientHttp2Session, type ClientHttp2Stream } from "node:http2";

// Proxies without an Envoy: streams of Envoy's discovery service (gRPC over HTTP/2) that confirm what istiod sends and forget it.

const path = "/envoy.service.discovery.v3.AggregatedDiscoveryService/StreamAggregatedResources";
/** istiod refuses what has waited a second for its turn; milliseconds until such a proxy tries again. */
const pause = 500;
const clusters = "type.googleapis.com/envoy.config.cluster.v3.Cluster";

/** Numbers of fields in envoy/service/discovery/v3/discovery.proto and envoy/config/core/v3/base.proto. */
const ofRequest = { version: 1, node: 2, type: 4, nonce: 5 };
const ofResponse = { version: 1, nonce: 5 };
const ofNode = { id: 1 };

/** Simulated proxies of one istiod, over one connection. */
export class XdsClients {
  readonly #session: ClientHttp2Session;
  readonly #mute = new Set<string>();
  readonly #errors: Error[] = [];

  /** @param port of 127.0.0.1, which leads to istiod's port 15010 */
  constructor(port: number) {
    this.#session = connect(`http://127.0.0.1:${port}`);
    this.#session.on("error", (error: Error) => this.#errors.push(error));
    // All answers go over this connection.
    this.#session.on("connect", () => this.#session.setLocalWindowSize(2 ** 30));
  }

  /** Connects a proxy that asks for all clusters, again and again where it is refused. @param proxy `<pod>.<namespace>` */
  start(proxy: string, address: string): void {
    if (this.#session.destroyed) return;
    const headers = { ":method": "POST", ":path": path, "content-type": "application/grpc", te: "trailers" };
    const stream = this.#session.request(headers, { endStream: false });
    const domain = `${proxy.slice(proxy.lastIndexOf(".") + 1)}.svc.cluster.local`;
    const node = encode(ofNode.id, `sidecar~${address}~${proxy}~${domain}`);
    stream.on("error", (error) => this.#errors.push(error));
    stream.on("end", () => stream.close());
    stream.on("close", () => setTimeout(() => this.start(proxy, address), pause));
    follow(stream, (response) => {
      if (this.#mute.has(proxy)) return;
      const [version = "", nonce = ""] = [ofResponse.version, ofResponse.nonce].map((field) => decode(response, field));
      send(
        stream,
        encode(ofRequest.version, version),
        encode(ofRequest.type, clusters),
        encode(ofRequest.nonce, nonce),
      );
    });
    send(stream, encode(ofRequest.node, node), encode(ofRequest.type, clusters));
  }

  /** From now on that proxy confirms nothing. */
  mute(proxy: string): void {
    this.#mute.add(proxy);
  }

  /** What has gone wrong with the connection. */
  get errors(): readonly Error[] {
    return this.#errors;
  }

  close(): void {
    this.#session.destroy();
  }
}

/** One message: a byte that says that it is not compressed, its length, and its fields. */
function send(stream: ClientHttp2Stream, ...fields: readonly Buffer[]): void {
  const message = Buffer.concat(fields);
  const head = Buffer.alloc(5);
  head.writeUInt32BE(message.length, 1);
  stream.write(Buffer.concat([head, message]));
}

function follow(stream: ClientHttp2Stream, take: (message: Buffer) => void): void {
  let rest = Buffer.alloc(0);
  stream.on("data", (part: Buffer) => {
    rest = Buffer.concat([rest, part]);
    while (rest.length >= 5 && rest.length >= 5 + rest.readUInt32BE(1)) {
      const end = 5 + rest.readUInt32BE(1);
      take(rest.subarray(5, end));
      rest = rest.subarray(end);
    }
  });
}

const lengthDelimited = 2;

/** A field that is a text or a message. */
function encode(field: number, value: string | Buffer): Buffer {
  const bytes = Buffer.from(value);
  return Buffer.concat([writeNumber(field * 8 + lengthDelimited), writeNumber(bytes.length), bytes]);
}

function writeNumber(value: number): Buffer {
  const bytes: number[] = [];
  for (; value >= 128; value = Math.floor(value / 128)) bytes.push((value % 128) + 128);
  return Buffer.from([...bytes, value]);
}

/** The text of a field; undefined where it is not there. Other fields are passed over. */
function decode(message: Buffer, wanted: number): string | undefined {
  let at = 0;
  const readNumber = () => {
    let value = 0;
    for (let factor = 1; ; factor *= 128) {
      const byte = message[at++] ?? 0;
      value += (byte % 128) * factor;
      if (byte < 128) return value;
    }
  };
  while (at < message.length) {
    const tag = readNumber();
    const value = readNumber();
    // Numbers are all else that a response has.
    if (tag % 8 !== lengthDelimited) continue;
    if (Math.floor(tag / 8) === wanted) return message.toString("utf8", at, at + value);
    at += value;
  }
  return undefined;
}
