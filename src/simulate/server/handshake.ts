import { isExcluded } from "../../mesh/mtls.js";
import { createMtls } from "../../mesh/mtls.js";
import type { AnalyzedObject, MeshReader } from "../../mesh/objects.js";
import { isHttp, isTls, type Protocol } from "../../mesh/protocols.js";
import type { MeshWorkload } from "../../mesh/workloads.js";
import { createStep, type Step } from "../answer.js";
import { formatObject, formatWorkload } from "../format-object.js";
import type { End } from "../routed.js";
import type { Passage, Transport } from "./arrival.js";

/** A connection as it comes to pods. */
export interface Handshake {
  workload: MeshWorkload;
  /** Of the pods. */
  port: number | undefined;
  /** Of the Service's port. */
  protocol: Protocol | undefined;
  transport: Transport;
  /** Whether the caller's proxy gives its application an answer where the connection fails. */
  isAnswered: boolean;
}

/** Whether a proxy of the pods takes what comes to a port: not where there is none, and not of ports that are kept from it. */
export function isTaken({ workload, hasSidecar }: MeshWorkload, port: number | undefined): boolean {
  return hasSidecar && (port === undefined || workload === undefined || !isExcluded(workload, port));
}

/**
 * Whether pods take a connection, by their PeerAuthentication. Source: `getFilterChainMatchOptions` in istio
 * pilot/pkg/networking/core/filterchain_options.go.
 */
export function checkHandshake(reader: MeshReader, handshake: Handshake): Passage {
  const { workload, port, transport } = handshake;
  if (!isTaken(workload, port)) return checkWithoutProxy(handshake);
  const found = reader.ask(createMtls).find(workload, port);
  if (found === undefined) {
    const reason = `several PeerAuthentications for ${formatWorkload(workload)} differ, and files do not say which is the oldest`;
    return { steps: [], end: { kind: "unknown", reason } };
  }
  const { mode, policy } = found;
  const steps = policy === undefined ? [] : [createModeStep(policy, mode, workload)];
  if (takes(mode, handshake)) return { steps };
  const how = { plain: "plain text", mutual: "mutual TLS", tls: "TLS that is not the mesh's" }[transport];
  return {
    steps,
    end: createFailure(handshake, `${formatWorkload(workload)} is ${mode}, and the connection is ${how}`),
  };
}

function takes(mode: "DISABLE" | "PERMISSIVE" | "STRICT", { transport, protocol }: Handshake): boolean {
  if (transport === "mutual") return mode !== "DISABLE";
  if (mode === "STRICT") return false;
  return transport === "plain" || !isHttp(protocol);
}

function createModeStep(policy: AnalyzedObject, mode: string, workload: MeshWorkload): Step {
  const message = `${formatObject(policy)} sets the mode ${mode} for ${formatWorkload(workload)}`;
  return createStep("tls", message, policy, ["spec"]);
}

/** The application itself gets the bytes. It does not know the mesh's certificates. */
function checkWithoutProxy(handshake: Handshake): Passage {
  const { workload, protocol, transport } = handshake;
  const name = formatWorkload(workload);
  if (transport === "mutual")
    return { steps: [], end: createFailure(handshake, `${name} has no proxy to end the mutual TLS`) };
  if (transport === "plain" || isTls(protocol)) return { steps: [] };
  return {
    steps: [],
    end: { kind: "unknown", reason: `no object says whether the application of ${name} speaks TLS` },
  };
}

function createFailure({ isAnswered }: Handshake, reason: string): End {
  if (!isAnswered) return { kind: "broken", reason: `connection reset: ${reason}` };
  return { kind: "answered", status: 503, by: "upstream", body: `upstream connect error: ${reason}` };
}
