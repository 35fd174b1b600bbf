import { readIdentity, readTrustDomain } from "../../mesh/identities.js";
import type { MeshReader } from "../../mesh/objects.js";
import { isHttp } from "../../mesh/protocols.js";
import { toMap } from "../../text/read.js";
import type { Outcome, Reached, Step } from "../answer.js";
import { joinQuery } from "../client/flow.js";
import { normalizePath } from "../client/normalize-path.js";
import { isGateway, type MeshWorkload } from "../../mesh/workloads.js";
import { formatWorkload } from "../format-object.js";
import type { MeshRequest, OutsideCaller } from "../request.js";
import type { ClientProxy, End, Target } from "../routed.js";
import type { Arrival, Transport } from "../server/arrival.js";
import { serve } from "../server/serve.js";
import { chooseTls, type ClientTls } from "./client-tls.js";
import type { DestinationPolicy } from "./destination-policy.js";
import type { Endpoint, Endpoints } from "./workload-endpoints.js";

/** A target, and who sends to it. */
export interface Sending {
  target: Target;
  /** Whether the client's own TLS is still around the request. */
  isEncrypted: boolean;
  /** Of the client, as the first proxy sees it. */
  clientAddress: Arrival["clientAddress"];
  /** What comes of a request at a gateway. */
  pass: (request: MeshRequest) => readonly Outcome[];
}

/** An endpoint that gets a share of the requests. */
export interface Reaching extends Sending {
  policy: DestinationPolicy;
  endpoint: Endpoint;
  endpoints: Endpoints;
}

/** What comes of the requests for one endpoint. @param given their share, and the steps before */
export function reach(
  reader: MeshReader,
  reaching: Reaching,
  given: { share: number; before: readonly Step[] },
): readonly Outcome[] {
  const { target, endpoint, isEncrypted } = reaching;
  const { proxy: client } = target;
  const tls: ClientTls = client === undefined ? { transport: "plain" } : chooseTls(reader, { ...reaching, client });
  const steps = [...given.before, ...(tls.step === undefined ? [] : [tls.step])];
  if (tls.doubt !== undefined) return [finish({ kind: "unknown", reason: tls.doubt }, { ...given, steps, target })];
  // Where the client's proxy adds no TLS, the client's own comes to the pods.
  const transport = tls.transport === "plain" && isEncrypted ? "tls" : tls.transport;
  const { workload } = endpoint;
  if (workload === undefined) {
    const isMutualTls = transport === "mutual";
    return [createReached(target, { steps, share: given.share, isMutualTls })];
  }
  if (isGateway(workload)) return pass(reader, { ...reaching, gateway: workload, transport }, { ...given, steps });
  return [serveBy(reader, { ...reaching, workload, transport }, { ...given, steps })];
}

interface Part {
  share: number;
  steps: readonly Step[];
}

function serveBy(
  reader: MeshReader,
  reaching: Reaching & { workload: MeshWorkload; transport: Transport },
  { share, steps }: Part,
): Outcome {
  const { target, endpoint, endpoints, isEncrypted, workload, transport } = reaching;
  const { protocol } = endpoints;
  const isMutualTls = transport === "mutual";
  const isSeen = !isEncrypted && transport !== "tls" && (isHttp(protocol) || protocol === undefined);
  const who = target.proxy === undefined ? "the caller" : formatWorkload(target.proxy.workload);
  const served = serve(reader, {
    ...{ workload, port: endpoint.port, protocol, transport, isHttp: isSeen },
    ...{ request: target.request, authority: target.authority },
    isAnswered: isAnswered(target),
    path: normalizePath(target.request.path, toMap(reader.mesh.config.pathNormalization).normalization),
    peer: isMutualTls ? readPeer(reader, target.proxy) : undefined,
    sni: isMutualTls ? computeSni(reaching) : "",
    address: { doubt: `the address of ${who} is not known` },
    clientAddress: reaching.clientAddress,
  });
  const all = [...steps, ...served.steps];
  if (served.end !== undefined) return finish(served.end, { share, steps: all, target });
  return createReached(target, { share, steps: all, isMutualTls, workload });
}

/** A gateway that gets requests from the mesh sends them on by its own routes. */
function pass(
  reader: MeshReader,
  reaching: Reaching & { gateway: MeshWorkload; transport: Transport },
  { share, steps }: Part,
): readonly Outcome[] {
  const { target, gateway, transport, isEncrypted } = reaching;
  const { port, request, delivery, mirrors } = target;
  const peer = transport === "mutual" ? readPeer(reader, target.proxy) : undefined;
  const caller: OutsideCaller = { kind: "outside", gateway, ...(peer === undefined ? {} : { peer }) };
  const sni = isEncrypted ? (request.sni ?? request.host) : readServerName(reaching);
  const scheme = transport === "plain" ? "http" : "https";
  const [host = ""] = target.authority.split(":");
  const sent: MeshRequest = { ...request, caller, scheme, host, port, ...(sni === undefined ? {} : { sni }) };
  return reaching.pass(sent).map((outcome) => {
    const part = { share: share * outcome.share, steps: [...steps, ...outcome.steps] };
    if (outcome.kind === "reached") return { ...outcome, ...part, delivery, mirrors: [...mirrors, ...outcome.mirrors] };
    if (outcome.kind !== "broken" || !isAnswered(target)) return { ...outcome, ...part };
    return {
      kind: "answered",
      status: 503,
      by: "upstream",
      body: `upstream connect error: ${outcome.reason}`,
      ...part,
    };
  });
}

/** The name that a DestinationRule writes into the handshake. */
function readServerName({ policy }: Reaching): string | undefined {
  const { sni } = toMap(policy.settings.tls?.settings);
  return typeof sni === "string" && sni !== "" ? sni : undefined;
}

function createReached(
  target: Target,
  { workload, ...part }: Part & { isMutualTls: boolean; workload?: MeshWorkload },
): Reached {
  const { host, port, subset, request, delivery, mirrors, delay } = target;
  return {
    kind: "reached",
    ...part,
    destination: { host, port, subset, ...(workload === undefined ? {} : { workload }) },
    path: joinQuery(request.path, request.query),
    authority: target.authority,
    delivery,
    mirrors,
    ...(delay === undefined ? {} : { delay }),
  };
}

/** The server name of mutual TLS. Source: `BuildDNSSrvSubsetKey` in istio pilot/pkg/model. */
function computeSni(reaching: Reaching): string {
  const { host, port, subset } = reaching.target;
  return readServerName(reaching) ?? `outbound_.${port}_.${subset}_.${host}`;
}

function readPeer({ mesh }: MeshReader, client: ClientProxy | undefined): Arrival["peer"] {
  if (client === undefined) return undefined;
  const identity = readIdentity(client.workload);
  if (identity === undefined)
    return { doubt: `the service account of ${formatWorkload(client.workload)} is not known` };
  return { ...identity, trustDomain: readTrustDomain(mesh) };
}

/** Whether a proxy that reads the requests answers them where nobody else does. */
export function isAnswered({ proxy, isOpaque }: Target): boolean {
  return proxy !== undefined && isOpaque !== true;
}

/** A delay of a fault comes before whatever else. */
export function finish(
  end: End,
  { share, steps, target }: { share: number; steps: readonly Step[]; target: Target },
): Outcome {
  const { delay } = target;
  return { ...end, share, steps, ...(end.kind === "answered" && delay !== undefined ? { delay } : {}) };
}
