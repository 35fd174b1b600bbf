import { toMap, toMaps } from "../../../text/read.js";
import type { Rule } from "../../rule.js";

/** Source: `maxProxyVersionLen` in istio pilot/pkg/model/envoyfilter.go; the webhook only warns, and of something else. */
const longest = 1024;

export const proxyVersionLengths: Rule = {
  name: "proxy-version-lengths",
  codes: ["MESH0332"],
  reads: ["networking.istio.io/EnvoyFilter"],
  check: ({ list, report }) => {
    for (const object of list("networking.istio.io/EnvoyFilter")) {
      toMaps(object.manifest.spec?.configPatches).forEach((patch, index) => {
        const version: unknown = toMap(toMap(patch.match).proxy).proxyVersion;
        if (typeof version !== "string") return;
        // Go's length is that of the UTF-8 bytes.
        const length = new TextEncoder().encode(version).length;
        if (length <= longest) return;
        const path = ["spec", "configPatches", index, "match", "proxy", "proxyVersion"];
        const message = `proxyVersion has ${length} characters, and with more than ${longest} the patch is for no proxy`;
        report(object, { code: "MESH0332", path, message });
      });
    }
  },
};
