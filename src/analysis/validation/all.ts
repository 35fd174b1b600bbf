import type { AnalyzedObject } from "../../mesh/objects.js";
import { Collector } from "../../findings/collector.js";
import type { Problem } from "../../findings/problem.js";
import { checkPeerAuthentication, checkRequestAuthentication } from "./authentication.js";
import { checkAuthorizationPolicy } from "./authorization-policy.js";
import { checkDestinationRule } from "./destination-rule.js";
import { checkEnvoyFilter } from "./envoy-filter.js";
import { checkProxyConfig, checkTrafficExtension, checkWasmPlugin } from "./extensions.js";
import { Field } from "./field.js";
import { checkGateway } from "./gateway.js";
import type { CheckKind } from "./kind.js";
import { checkMetadata } from "./metadata.js";
import { checkServiceEntry } from "./service-entry.js";
import { checkSidecar } from "./sidecar.js";
import { checkTelemetry } from "./telemetry.js";
import { checkVirtualService } from "./virtual-service.js";
import { checkWorkloadEntry } from "./workload-entry.js";
import { checkWorkloadGroup } from "./workload-group.js";

/** By group and kind; a version makes no difference to istiod. */
const checks: Readonly<Record<string, CheckKind>> = {
  "extensions.istio.io/TrafficExtension": checkTrafficExtension,
  "extensions.istio.io/WasmPlugin": checkWasmPlugin,
  "networking.istio.io/DestinationRule": checkDestinationRule,
  "networking.istio.io/EnvoyFilter": checkEnvoyFilter,
  "networking.istio.io/Gateway": checkGateway,
  "networking.istio.io/ProxyConfig": checkProxyConfig,
  "networking.istio.io/ServiceEntry": checkServiceEntry,
  "networking.istio.io/Sidecar": checkSidecar,
  "networking.istio.io/VirtualService": checkVirtualService,
  "networking.istio.io/WorkloadEntry": checkWorkloadEntry,
  "networking.istio.io/WorkloadGroup": checkWorkloadGroup,
  "security.istio.io/AuthorizationPolicy": checkAuthorizationPolicy,
  "security.istio.io/PeerAuthentication": checkPeerAuthentication,
  "security.istio.io/RequestAuthentication": checkRequestAuthentication,
  "telemetry.istio.io/Telemetry": checkTelemetry,
};

/** What istiod's webhook refuses or warns of in an object; nothing for kinds that it does not look at. */
export function findWebhookProblems({
  manifest,
  namespace,
}: Pick<AnalyzedObject, "manifest" | "namespace">): readonly Problem[] {
  const [group = ""] = manifest.apiVersion.split("/", 1);
  const check = checks[`${group}/${manifest.kind}`];
  if (check === undefined) return [];
  const found = new Collector<Problem>();
  const root = new Field(manifest, found);
  const object = { spec: root.at("spec"), metadata: root.at("metadata"), namespace };
  checkMetadata(object, manifest.kind);
  check(object);
  return found.items;
}
