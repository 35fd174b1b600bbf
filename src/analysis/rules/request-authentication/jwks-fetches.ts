import { readPodTemplate } from "../../../mesh/pods.js";
import { formatName } from "../../names.js";
import { toMap, toMaps } from "../../../text/read.js";
import type { Rule } from "../../rule.js";
import type { AnalyzedObject } from "../../../mesh/objects.js";

const variable = "BLOCKED_CIDRS_IN_JWKS_URIS";
const shown = 5;

/** Source: istio pkg/config/analysis/analyzers/authn, but only for keys that istiod must fetch. */
export const jwksFetches: Rule = {
  name: "jwks-fetches",
  codes: ["IST0175"],
  reads: ["security.istio.io/RequestAuthentication", "apps/Deployment"],
  check: ({ list, report }) => {
    const deployments = list("apps/Deployment");
    const fetching = list("security.istio.io/RequestAuthentication").filter(isFetching);
    if (fetching.length === 0) return;
    const rest = fetching.length > shown ? ` and ${fetching.length - shown} more` : "";
    const names = `${fetching.slice(0, shown).map(formatName).join(", ")}${rest}`;
    for (const object of deployments) {
      if (toMap(object.manifest.metadata.labels).app !== "istiod" || isRestricted(object)) continue;
      const path = ["spec", "template", "spec", "containers"];
      const message = `istiod fetches the keys of RequestAuthentication ${names} from any address, ${variable} is not set`;
      report(object, { code: "IST0175", path, message });
    }
  },
};

/** Where the keys do not stand in it they are fetched, from jwksUri or as the issuer says. */
function isFetching({ manifest }: AnalyzedObject): boolean {
  return toMaps(manifest.spec?.jwtRules).some(({ jwks }) => jwks === undefined || jwks === "");
}

function isRestricted({ manifest }: AnalyzedObject): boolean {
  const variables = toMaps(readPodTemplate(manifest)?.podSpec.containers).flatMap(({ env }) => toMaps(env));
  const isSet = ({ value, valueFrom }: Record<string, any>) => Boolean(value) || valueFrom !== undefined;
  return variables.some((one) => one.name === variable && isSet(one));
}
