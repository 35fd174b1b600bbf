import { formatClosest } from "../../../text/closest.js";
import { parsePlacedYaml } from "../../../text/yaml-places.js";
import { toMap, toMaps } from "../../../text/read.js";
import type { Rule, RuleContext } from "../../rule.js";
import type { AnalyzedObject } from "../../../mesh/objects.js";

/** Registries that istiod has without a Secret. Source: pilot/pkg/serviceregistry/provider. */
const builtIn = ["External", "Kubernetes", "Mock"];

/** Source: istio pkg/config/analysis/analyzers/multicluster/meshnetworks.go. */
export const meshNetworks: Rule = {
  name: "mesh-networks",
  codes: ["IST0126"],
  reads: ["ConfigMap", "Secret"],
  check: (context) => {
    const clusters = context
      .list("Secret")
      .filter(({ manifest }) => toMap(manifest.metadata.labels)["istio/multiCluster"] === "true")
      .flatMap(({ manifest: { data, stringData } }) => Object.keys({ ...toMap(data), ...toMap(stringData) }));
    const known = [...new Set([...builtIn, ...clusters])].sort();
    const { networks, object, path } = readNetworks(context);
    for (const [network, value] of Object.entries(toMap(networks))) {
      toMaps(toMap(value).endpoints).forEach(({ fromRegistry }, index) => {
        if (typeof fromRegistry !== "string" || known.includes(fromRegistry)) return;
        const hint = formatClosest(fromRegistry, known);
        const message = `network ${network} is from the registry "${fromRegistry}", which is not known${hint}; known are ${known.join(", ")}`;
        const place = path ?? ["networks", network, "endpoints", index, "fromRegistry"];
        context.report(object, { code: "IST0126", path: place, message });
      });
    }
  },
};

interface Networks {
  networks: unknown;
  /** The ConfigMap where it has them. */
  object?: AnalyzedObject;
  path?: readonly string[];
}

/** What is given beside the objects, else what istiod's ConfigMap has. */
function readNetworks({ find, mesh }: RuleContext): Networks {
  const object = find("ConfigMap", mesh.rootNamespace, "istio");
  if (mesh.networks !== undefined) return { networks: mesh.networks };
  const text: unknown = object?.manifest.data?.meshNetworks;
  if (object === undefined || typeof text !== "string") return { networks: undefined };
  const { value } = parsePlacedYaml(text, "meshNetworks", "MESH0122", "kubernetes");
  return { networks: toMap(value).networks, object, path: ["data", "meshNetworks"] };
}
