import { coversHost } from "../../mesh/host-names.js";
import type { AnalyzedObject } from "../../mesh/objects.js";
import { toMap, toMaps, toTexts } from "../../text/read.js";
import type { Target } from "./targets.js";

/** What of a Sidecar bears on one target: Sidecars that say the same of it make no difference. */
export function describeSidecarView({ manifest, namespace }: AnalyzedObject, { host, object, routes }: Target): string {
  const { egress, outboundTrafficPolicy } = toMap(manifest.spec);
  const namespaces = new Set([object.namespace, ...routes.map((route) => route.object.namespace)]);
  const listeners = toMaps(egress).flatMap(({ hosts, port, bind, captureMode }) => {
    const seen = toTexts(hosts).flatMap((entry) => {
      const [scope = "", pattern = ""] = entry.split("/", 2);
      const own = scope === "." ? namespace : scope;
      const found = own === "*" ? [...namespaces] : namespaces.has(own) ? [own] : [];
      return coversHost(pattern, host) ? found : [];
    });
    return seen.length === 0 ? [] : [[[...new Set(seen)].sort(), port, bind, captureMode]];
  });
  return JSON.stringify([listeners, outboundTrafficPolicy, toMaps(egress).length === 0]);
}
