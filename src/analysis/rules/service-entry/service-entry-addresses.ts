import { formatValue, toMap, toMaps } from "../../../text/read.js";
import type { Rule } from "../../rule.js";

/** Source: istio pkg/config/analysis/analyzers/serviceentry, ProtocolAddressesAnalyzer. */
export const serviceEntryAddresses: Rule = {
  name: "service-entry-addresses",
  codes: ["IST0134"],
  reads: ["networking.istio.io/ServiceEntry"],
  check: ({ list, mesh, report }) => {
    if (givesAddresses(toMap(toMap(mesh.config.defaultConfig).proxyMetadata))) return;
    for (const object of list("networking.istio.io/ServiceEntry")) {
      const { spec, status } = object.manifest;
      const { addresses, ports } = toMap(spec);
      const given: unknown = toMap(status).addresses;
      if (Array.isArray(addresses) || (Array.isArray(given) && given.length > 0)) continue;
      toMaps(ports).forEach(({ protocol, number }, index) => {
        if (protocol !== undefined && protocol !== "" && !(typeof protocol === "string" && /^tcp$/i.test(protocol)))
          return;
        const what = protocol === undefined || protocol === "" ? "no protocol, so TCP" : `the protocol ${protocol}`;
        const message = `port ${formatValue(number)} has ${what}, and the ServiceEntry has no addresses`;
        report(object, { code: "IST0134", path: ["spec", "ports", index], message });
      });
    }
  },
};

/** Whether proxies answer DNS themselves and give ServiceEntries addresses of their own. */
function givesAddresses(metadata: Record<string, any>): boolean {
  const isOn = (name: string) => formatValue(metadata[name]) === "true";
  return (
    isOn("ISTIO_META_DNS_CAPTURE") && (isOn("ISTIO_META_DNS_AUTO_ALLOCATE") || isOn("PILOT_ENABLE_IP_AUTOALLOCATE"))
  );
}
