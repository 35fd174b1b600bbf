import { Collector } from "../findings/collector.js";
import type { Finding } from "../findings/finding.js";
import type { Manifest } from "../kubernetes/manifest.js";
import type { Place, ValuePath } from "../findings/place.js";
import { rules } from "./all.js";
import { listAssumed } from "./assumed.js";
import { createIndex, createObject, kindOf, type MeshIndex } from "../mesh/mesh-index.js";
import { createRuleContext } from "./context.js";
import { readGatewayApiRelease } from "../mesh/gateway/gateway-api-release.js";
import { defaultRootNamespace } from "../mesh/root-namespace.js";
import { listGatewayObjects } from "./gateway-objects.js";
import { readIstiod } from "./istiod.js";
import { readMeshConfig } from "./mesh-config.js";
import type { Rule } from "./rule.js";
import { type MeshKnowledge, workloadKinds } from "../mesh/objects.js";
import { applySuppressions, type Suppression } from "./suppression.js";

/** What is analyzed: all objects of a mesh, in any order. */
export interface AnalysisInput {
  objects: readonly { manifest: Manifest; locate?: (path: ValuePath) => Place }[];
  /**
   * Objects that are taken to be there although nobody gives them; nothing is said of them.
   * @default - the control plane's namespace and Istio's ingress gateway
   */
  assumed?: readonly Manifest[];
  /**
   * CustomResourceDefinitions, as Istio's base chart has them: what they say of an object's fields is looked at. Those among
   * `objects` count too, and go before these.
   * @default - none, so of a kind that nobody defines only what istiod's webhook looks at is
   */
  definitions?: readonly Manifest[];
  /**
   * What is known of the mesh beside its objects.
   * @default - root namespace `istio-system`, the ConfigMap `istio` and istiod there if they are declared, the Gateway API of the
   * definitions, and the time it is
   */
  mesh?: Partial<MeshKnowledge>;
  /**
   * Namespace of objects that live in one and name none.
   * @default "default"
   */
  namespace?: string;
  /**
   * Findings to leave out, each with a reason.
   * @default - none beside those of annotations
   */
  suppressions?: readonly Suppression[];
}

/** All that is wrong with a mesh before it exists, in an order of its own: by place, then code. Never throws on what objects say. */
export function analyze(input: AnalysisInput): Finding[] {
  return analyzeBy(rules, input);
}

/** The same with other rules, for tests of single ones. */
export function analyzeBy(chosen: readonly Rule[], { suppressions = [], ...input }: AnalysisInput): Finding[] {
  const index = indexMesh(input);
  const found = new Collector<Finding>();
  for (const rule of chosen) rule.check(createRuleContext(rule, index, found));
  const given = [...index.all.filter(({ isAssumed }) => !isAssumed), ...index.duplicates.map(({ other }) => other)];
  return applySuppressions(found.items.toSorted(compare), given, suppressions);
}

/** The objects of a mesh, with what they say of its control plane, ready to be asked for. */
export function indexMesh({
  objects,
  assumed,
  definitions = [],
  mesh = {},
  namespace = "default",
}: AnalysisInput): MeshIndex {
  const given = objects.map(({ manifest, locate }) => createObject(manifest, namespace, locate));
  const { rootNamespace = defaultRootNamespace, config = {} } = mesh;
  const isGiven = Object.keys(config).length > 0;
  const knowledge: MeshKnowledge = {
    now: new Date(),
    ...mesh,
    istiod: mesh.istiod ?? readIstiod(given, rootNamespace),
    gatewayApi: mesh.gatewayApi ?? readGatewayApiRelease([...given.map(({ manifest }) => manifest), ...definitions]),
    rootNamespace,
    config: isGiven ? config : readMeshConfig(given, rootNamespace),
  };
  const there = [
    ...(assumed ?? listAssumed(knowledge.rootNamespace)),
    ...listGatewayObjects(given),
    ...listShared(knowledge),
  ];
  const taken = there.map((manifest) => ({ ...createObject(manifest, namespace), isAssumed: true }));
  // Of two of one name the first counts, so what is declared takes the place of what is assumed.
  return createIndex([...given, ...taken], knowledge, definitions);
}

/** What pods of one cluster see of the others: Services, and the pods and accounts behind them. */
function listShared({ otherClusters = {} }: MeshKnowledge): Manifest[] {
  const shared = new Set<string>(["Service", "ServiceAccount", ...workloadKinds]);
  return Object.values(otherClusters).flatMap((manifests) => manifests.filter((one) => shared.has(kindOf(one))));
}

function compare(a: Finding, b: Finding): number {
  const [first, second] = [keyOf(a), keyOf(b)];
  return first < second ? -1 : first > second ? 1 : 0;
}

function keyOf({ file = "", line = 0, column = 0, resource, code, message }: Finding): string {
  const position = [line, column].map((number) => String(number).padStart(9, "0"));
  const object = [resource?.kind, resource?.namespace, resource?.name].map((part) => part ?? "");
  return [file, ...position, ...object, code, message].join("\u0000");
}
