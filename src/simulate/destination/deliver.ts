import { readIdentity, readTrustDomain } from "../../mesh/identities.js";
import type { MeshReader } from "../../mesh/objects.js";
import { isHttp } from "../../mesh/protocols.js";
import { toMap } from "../../text/read.js";
import { joinQuery } from "../client/flow.js";
import { normalizePath } from "../client/normalize-path.js";
import type { Outcome, Reached, Step } from "../answer.js";
import { createStep } from "../answer.js";
import { formatObject, formatWorkload } from "../format-object.js";
import type { ClientProxy, Delivered, End, Target } from "../routed.js";
import { serve } from "../server/serve.js";
import type { Arrival } from "../server/arrival.js";
import { chooseTls, type ClientTls } from "./client-tls.js";
import { findDestinationPolicy, type DestinationPolicy } from "./destination-policy.js";
import { findEndpoints } from "./endpoints.js";
import { listTrafficSteps } from "./traffic-steps.js";
import { selectEndpoints, type Endpoint, type Endpoints } from "./workload-endpoints.js";

/** A target, and who sends to it. */
export interface Sending {
  target: Target;
  /** Whether the client's own TLS is still around the request. */
  isEncrypted: boolean;
  /** Of the client, as the first proxy sees it. */
  clientAddress: Arrival["clientAddress"];
}

const none: DestinationPolicy = { settings: {}, subset: undefined };

/** What becomes of requests for a target: which pods get them, how, and what these do with them. Shares are of 1. */
export function deliver(reader: MeshReader, sending: Sending): Delivered {
  const { target } = sending;
  const client = target.proxy;
  const policy = client === undefined ? none : findDestinationPolicy(reader, client, target);
  if ("reason" in policy) return [close([], { kind: "unknown", reason: policy.reason }, target)];
  const steps = listTrafficSteps(policy);
  if (client !== undefined && target.subset !== "" && policy.subset === undefined) {
    const message = `no DestinationRule for ${target.host} has the subset "${target.subset}"`;
    return [close([{ stage: "destination", message }], refuse(target, message), target)];
  }
  const found = findEndpoints(reader, target);
  if ("absence" in found) return [closeEmpty(steps, policy, { target, message: found.absence })];
  if ("end" in found) return [close(steps, found.end, target)];
  const chosen = choose(found, policy, sending);
  if ("end" in chosen) return [close(steps, chosen.end, target)];
  const total = chosen.list.reduce((sum, { weight }) => sum + weight, 0);
  if (total === 0) {
    const message = `${target.host} has no pods${policy.subset === undefined ? "" : ` in subset ${target.subset}`}`;
    return [closeEmpty(steps, policy, { target, message })];
  }
  return chosen.list.map((endpoint) => {
    const share = endpoint.weight / total;
    const before = [...steps, ...describe(endpoint, { policy, target, total })];
    return reach(reader, { ...sending, policy, endpoint, endpoints: found }, { share, before });
  });
}

/** By the labels of a subset, but where the client's own address is kept. */
function choose(
  endpoints: Endpoints,
  { subset, settings }: DestinationPolicy,
  { target }: Sending,
): { list: readonly Endpoint[] } | { end: End } {
  const client = target.proxy;
  const isPassing = settings.loadBalancer?.settings.simple === "PASSTHROUGH";
  if ((endpoints.keepsAddress || isPassing) && client !== undefined && !client.isGateway) {
    // The address of another host is another one.
    const [name = "", namespace = ""] = target.host.split(".");
    const short = client.workload.namespace === namespace ? [name] : [];
    const names = [...short, `${name}.${namespace}`, `${name}.${namespace}.svc`, target.host];
    const isAsked = names.includes(target.request.host);
    if (isAsked || endpoints.isExternal) return { list: endpoints.list };
    return {
      end: {
        kind: "unknown",
        reason: `requests for ${target.host} go to the address that the client looked up, which is not known`,
      },
    };
  }
  return { list: subset === undefined ? endpoints.list : selectEndpoints(endpoints.list, subset.labels) };
}

interface Reaching extends Sending {
  policy: DestinationPolicy;
  endpoint: Endpoint;
  endpoints: Endpoints;
}

function reach(reader: MeshReader, reaching: Reaching, given: { share: number; before: Step[] }): Outcome {
  const { target, endpoint, endpoints, isEncrypted } = reaching;
  const client = target.proxy;
  const tls: ClientTls =
    client === undefined
      ? { transport: isEncrypted ? "tls" : "plain" }
      : chooseTls(reader, { ...reaching, client, endpoint, endpoints });
  const steps = [...given.before, ...(tls.step === undefined ? [] : [tls.step])];
  const close = (end: End, further: readonly Step[] = []) =>
    finish(end, { ...given, steps: [...steps, ...further], target });
  if (tls.doubt !== undefined) return close({ kind: "unknown", reason: tls.doubt });
  // Where the client's proxy adds no TLS, the client's own comes to the pods.
  const transport = tls.transport === "plain" && isEncrypted ? "tls" : tls.transport;
  const { workload, port } = endpoint;
  const { protocol } = endpoints;
  const isMutualTls = transport === "mutual";
  if (workload === undefined) {
    return {
      ...createReached(target, { steps, share: given.share, isMutualTls }),
      path: joinQuery(target.request.path, target.request.query),
    };
  }
  const isSeen = !isEncrypted && transport !== "tls" && (isHttp(protocol) || protocol === undefined);
  const served = serve(reader, {
    ...{ workload, port, protocol, transport, isHttp: isSeen },
    ...{ request: target.request, authority: target.authority },
    isAnswered: isAnswered(target),
    path: normalizePath(target.request.path, toMap(reader.mesh.config.pathNormalization).normalization),
    peer: isMutualTls ? readPeer(reader, client) : undefined,
    sni: isMutualTls ? computeSni(reaching) : "",
    address: {
      doubt: `the address of ${client === undefined ? "the caller" : formatWorkload(client.workload)} is not known`,
    },
    clientAddress: reaching.clientAddress,
  });
  if (served.end !== undefined) return close(served.end, served.steps);
  return {
    ...createReached(target, { steps: [...steps, ...served.steps], share: given.share, isMutualTls }),
    ...withWorkload(target, endpoint),
  };
}

function withWorkload({ host, port, subset }: Target, { workload }: Endpoint): Pick<Reached, "destination"> {
  return { destination: { host, port, subset, workload } };
}

function createReached(target: Target, part: { steps: readonly Step[]; share: number; isMutualTls: boolean }): Reached {
  const { host, port, subset, request, delivery, mirrors, delay } = target;
  return {
    kind: "reached",
    ...part,
    destination: { host, port, subset },
    path: joinQuery(request.path, request.query),
    authority: target.authority,
    delivery,
    mirrors,
    ...(delay === undefined ? {} : { delay }),
  };
}

/** The server name of mutual TLS. Source: `BuildDNSSrvSubsetKey` in istio pilot/pkg/model. */
function computeSni({ policy, target: { host, port, subset } }: Reaching): string {
  const given: unknown = policy.settings.tls?.settings.sni;
  return typeof given === "string" && given !== "" ? given : `outbound_.${port}_.${subset}_.${host}`;
}

function readPeer({ mesh }: MeshReader, client: ClientProxy | undefined): Arrival["peer"] {
  if (client === undefined) return undefined;
  const identity = readIdentity(client.workload);
  if (identity === undefined)
    return { doubt: `the service account of ${formatWorkload(client.workload)} is not known` };
  return { ...identity, trustDomain: readTrustDomain(mesh) };
}

function describe(
  endpoint: Endpoint,
  { policy, target, total }: { policy: DestinationPolicy; target: Target; total: number },
): Step[] {
  const { service } = target;
  const { subset } = policy;
  const what = endpoint.workload === undefined ? "outside the mesh" : formatWorkload(endpoint.workload);
  const share = endpoint.weight === total ? "" : `, ${endpoint.weight} of ${total} pods`;
  const at = endpoint.workload === undefined || endpoint.port === undefined ? "" : ` at port ${endpoint.port}`;
  const name = service === undefined ? target.host : formatObject(service);
  const message = `${name} ${endpoint.workload === undefined ? "is" : "selects"} ${what}${at}${share}`;
  const ofService: Step =
    service === undefined ? { stage: "destination", message } : createStep("destination", message, service, ["spec"]);
  if (subset === undefined) return [ofService];
  const labels = Object.entries(subset.labels).map(([key, value]) => `${key}=${String(value)}`);
  const text = `subset ${target.subset} of ${formatObject(subset.object)}: ${labels.join(", ") || "all pods"}`;
  return [createStep("destination", text, subset.object, subset.path), ofService];
}

function closeEmpty(
  steps: readonly Step[],
  { subset }: DestinationPolicy,
  { target, message }: { target: Target; message: string },
): Outcome {
  const at = subset ?? (target.service && { object: target.service, path: ["spec"] });
  const step =
    at === undefined
      ? { stage: "destination" as const, message }
      : createStep("destination", message, at.object, at.path);
  return close([...steps, step], refuse(target, message), target);
}

/** A proxy that reads requests answers by itself where nobody else does. */
function refuse(target: Target, reason: string): End {
  if (!isAnswered(target)) return { kind: "broken", reason };
  return { kind: "answered", status: 503, by: "noEndpoint", body: "no healthy upstream" };
}

function isAnswered({ proxy, isOpaque }: Target): boolean {
  return proxy !== undefined && isOpaque !== true;
}

function close(steps: readonly Step[], end: End, target: Target): Outcome {
  return finish(end, { share: 1, steps, target });
}

/** A delay of a fault comes before whatever else. */
function finish(
  end: End,
  { share, steps, target }: { share: number; steps: readonly Step[]; target: Target },
): Outcome {
  const { delay } = target;
  return { ...end, share, steps, ...(end.kind === "answered" && delay !== undefined ? { delay } : {}) };
}
