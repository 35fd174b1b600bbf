import { isIP } from "node:net";
import { formatValue, toMap, toMaps } from "../../../text/read.js";
import type { Rule, RuleContext } from "../../rule.js";
import type { AnalyzedObject } from "../../../mesh/objects.js";

const validating = "admissionregistration.k8s.io/ValidatingWebhookConfiguration";
const mutating = "admissionregistration.k8s.io/MutatingWebhookConfiguration";

/** Source: istio pkg/config/analysis/analyzers/externalcontrolplane. */
export const externalControlPlane: Rule = {
  name: "external-control-plane",
  codes: ["IST0163", "IST0164"],
  reads: [validating, mutating],
  check: (context) => {
    for (const object of context.list(validating)) {
      const { name } = object.manifest.metadata;
      if (name === "istiod-default-validator" || name.startsWith("istio-validator")) checkWebhooks(context, object);
    }
    for (const object of context.list(mutating)) {
      if (object.manifest.metadata.name.startsWith("istio-sidecar-injector")) checkWebhooks(context, object);
    }
  },
};

function checkWebhooks({ report }: RuleContext, object: AnalyzedObject): void {
  toMaps(object.manifest.webhooks).forEach(({ name, clientConfig }, index) => {
    const { url, service } = toMap(clientConfig);
    const path = ["webhooks", index, "clientConfig", "url"];
    const webhook = `the webhook ${formatValue(name)}`;
    if (typeof url !== "string" || url === "") {
      if (service !== undefined && service !== null) return;
      report(object, { code: "IST0163", path, message: `${webhook} has neither a url nor a service to call` });
      return;
    }
    const host = URL.canParse(url) ? new URL(url).hostname : "";
    if (host === "") {
      report(object, { code: "IST0163", path, message: `${webhook} calls "${url}", which is not a URL` });
    } else if (isIP(host.replaceAll(/^\[|\]$/g, "")) !== 0) {
      report(object, { code: "IST0164", path, message: `${webhook} calls ${host}, an IP address` });
    }
  });
}
