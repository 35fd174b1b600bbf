import { formatOthers } from "../../names.js";
import { formatValue, toMap, toMaps, toText } from "../../../text/read.js";
import type { Rule } from "../../rule.js";
import type { AnalyzedObject } from "../../../mesh/objects.js";
import { file } from "../../../mesh/selection.js";

/** A listener or an address of a Gateway. */
interface Part {
  object: AnalyzedObject;
  path: readonly (string | number)[];
}

/**
 * Kiali: business/checkers/k8sgateways/multi_match_checker.go, but Istio gives each Gateway pods of its own: only ones with the same address, which
 * are for the same pods, take each other's hosts; and only an IP address is for one alone.
 */
export const kubernetesGatewayListeners: Rule = {
  name: "kubernetes-gateway-listeners",
  codes: ["KIA1501", "KIA1502", "KIA1503"],
  reads: ["gateway.networking.k8s.io/Gateway"],
  check: ({ list, report }) => {
    const shared = new Map<string, Part[]>();
    const addresses = new Map<string, Part[]>();
    for (const object of list("gateway.networking.k8s.io/Gateway")) {
      const spec = toMap(object.manifest.spec);
      const named = toMaps(spec.addresses).map(({ type = "IPAddress", value }) => ({
        type: toText(type),
        value: toText(value),
      }));
      named.forEach(({ type, value }, index) => {
        if (type === "IPAddress" && value !== "")
          file(addresses, value, { object, path: ["spec", "addresses", index] });
      });
      const own = new Map<string, string>();
      toMaps(spec.listeners).forEach((listener, index) => {
        const key = [listener.hostname, listener.port, listener.protocol].map(formatValue).join(" ");
        const before = own.get(key);
        const path = ["spec", "listeners", index];
        if (before !== undefined) {
          const message = `the listener ${before} has the same hostname, port and protocol`;
          report(object, { code: "KIA1503", path, message });
        }
        own.set(key, before ?? toText(listener.name));
        for (const { type, value } of named.filter(({ type }) => type === "Hostname")) {
          file(shared, `${type} ${value} ${key}`, { object, path });
        }
      });
    }
    const say = (code: "KIA1501" | "KIA1502", parts: readonly Part[], what: string) => {
      const objects = [...new Set(parts.map(({ object }) => object))];
      if (objects.length < 2) return;
      for (const { object, path } of parts) {
        report(object, { code, path, message: `Gateway ${formatOthers(objects, object)} ${what}` });
      }
    };
    for (const parts of shared.values())
      say("KIA1501", parts, "has this hostname, port and protocol for the same pods");
    for (const parts of addresses.values()) say("KIA1502", parts, "asks for the same IP address");
  },
};
