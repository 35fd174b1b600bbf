import { createMtls } from "../../mesh/mtls.js";
import type { MeshReader } from "../../mesh/objects.js";
import { toMap, toText } from "../../text/read.js";
import { createStep, type Step } from "../answer.js";
import { formatObject, formatWorkload } from "../format-object.js";
import type { ClientProxy, Target } from "../routed.js";
import type { Transport } from "../server/arrival.js";
import type { DestinationPolicy, PlacedSettings } from "./destination-policy.js";
import type { Endpoint, Endpoints } from "./workload-endpoints.js";

/** How a proxy calls, and what says so. */
export interface ClientTls {
  transport: Transport;
  step?: Step;
  /** Why the objects do not say it. @default - they do */
  doubt?: string;
}

/** A call of one endpoint of a target. */
export interface Call {
  client: ClientProxy;
  target: Target;
  policy: DestinationPolicy;
  endpoint: Endpoint;
  endpoints: Endpoints;
}

/**
 * Whether a proxy calls by TLS: as a DestinationRule says it, else by mutual TLS where the other side takes it.
 * Source: https://istio.io/latest/docs/ops/configuration/traffic-management/tls-configuration/#auto-mtls, `buildUpstreamTLSSettings` in istio
 * pilot/pkg/networking/core/cluster_tls.go, `checkMtlsEnabled` in pilot/pkg/xds/endpoints/mtls_checker.go.
 */
export function chooseTls(reader: MeshReader, call: Call): ClientTls {
  const { settings } = call.policy;
  return settings.tls === undefined ? chooseAutomatically(reader, call) : readSettings(settings.tls, call);
}

function readSettings({ settings, object, path }: PlacedSettings, { client, endpoint, target }: Call): ClientTls {
  const mode = toText(settings.mode) || "DISABLE";
  const step = createStep("tls", `${formatObject(object)} sets the TLS mode ${mode}`, object, [...path, "mode"]);
  switch (mode) {
    case "ISTIO_MUTUAL":
      return { transport: "mutual", step };
    case "SIMPLE":
    case "MUTUAL": {
      if (isForGatewaysOnly(settings, { client, isSelecting: hasSelector(object.manifest.spec) })) {
        const message = `${formatObject(object)} has a credentialName, which sidecars ignore without a workloadSelector`;
        return { transport: "plain", step: createStep("tls", message, object, [...path, "credentialName"]) };
      }
      const isOfMesh = mode === "MUTUAL" && endpoint.workload?.hasSidecar === true;
      const doubt = `no object says whether ${target.host} accepts the client certificate of ${formatObject(object)}`;
      return { transport: "tls", step, ...(isOfMesh ? { doubt } : {}) };
    }
    default:
      return { transport: "plain", step };
  }
}

/** Source: `buildUpstreamClusterTLSContext` there. */
function isForGatewaysOnly(
  { credentialName }: Readonly<Record<string, any>>,
  { client, isSelecting }: { client: ClientProxy; isSelecting: boolean },
): boolean {
  const name = toText(credentialName);
  return name !== "" && !name.startsWith("configmap://") && !client.isGateway && !isSelecting;
}

function hasSelector(spec: unknown): boolean {
  const { workloadSelector } = toMap(spec);
  return workloadSelector !== undefined && workloadSelector !== null;
}

function chooseAutomatically({ mesh, ask }: MeshReader, { client, target, endpoint, endpoints }: Call): ClientTls {
  const { workload } = endpoint;
  if (mesh.config.enableAutoMtls === false || endpoints.isExternal || target.service === undefined) {
    return { transport: "plain" };
  }
  const mtls = ask(createMtls);
  const ofNamespace = mtls.find({ namespace: target.service.namespace });
  if (ofNamespace === undefined) {
    return {
      transport: "plain",
      doubt: `several PeerAuthentications of ${target.service.namespace} differ, and files do not say which is the oldest`,
    };
  }
  if (ofNamespace.mode === "DISABLE") return { transport: "plain" };
  if (workload?.isInMesh === undefined && workload !== undefined) return { transport: "plain" };
  if (endpoints.keepsAddress && !client.isGateway) {
    const areAll = endpoints.list.every(({ takesMutualTls }) => takesMutualTls);
    return areAll ? createAutomatic(endpoint) : { transport: "plain" };
  }
  if (!endpoint.takesMutualTls) return { transport: "plain" };
  const ofPods = workload && mtls.find(workload, endpoint.port);
  if (workload !== undefined && ofPods === undefined) {
    return {
      transport: "plain",
      doubt: `several PeerAuthentications for ${formatWorkload(workload)} differ, and files do not say which is the oldest`,
    };
  }
  return ofPods?.mode === "DISABLE" ? { transport: "plain" } : createAutomatic(endpoint);
}

function createAutomatic({ workload }: Endpoint): ClientTls {
  const whom = workload === undefined ? "the endpoint" : formatWorkload(workload);
  return { transport: "mutual", step: { stage: "tls", message: `mutual TLS by default, because ${whom} has a proxy` } };
}
