import { toMap, toMaps, toText, toTexts } from "../text/read.js";
import type { Manifest } from "../kubernetes/manifest.js";
import type { Place } from "../findings/place.js";
import type { PolicyDocument } from "./documents/document.js";
import type { Exposed } from "./exposure/exposures.js";
import type { ExternalCall } from "./egress/external-call.js";

/**
 * Finds where the host stands that an object is made for: the first exposure or call of that host. Several documents may share such an object.
 */
export function createHostPlaces(
  exposed: readonly Exposed[],
  documents: readonly PolicyDocument[],
): (manifest: Manifest) => Place | undefined {
  const places = new Map<string, Place[]>();
  const add = (host: string, place: Place) => places.set(host, [...(places.get(host) ?? []), place]);
  for (const { host, place } of exposed) add(host, place);
  for (const { values, locate } of documents) {
    ((values.calls ?? []) as (string | ExternalCall)[]).forEach((call, index) => {
      if (typeof call !== "string") add(call.host, locate(["calls", index]));
    });
  }
  return (manifest) => {
    const known = listHosts(manifest).flatMap((host) => {
      const found = places.get(host) ?? [];
      // Every TCP port has this host.
      return host === "*" && found.length > 1 ? [] : found;
    });
    return known[0];
  };
}

function listHosts({ spec }: Manifest): string[] {
  const { host, hosts, hostnames, servers } = toMap(spec);
  const served = toMaps(servers).flatMap((server) => toTexts(server.hosts));
  const bare = served.map((one) => one.slice(one.indexOf("/") + 1));
  return [toText(host), ...toTexts(hosts), ...toTexts(hostnames), ...bare];
}
