import { inTime, requestIfThere } from "../../cluster-access/api-request.js";
import type { Manifest } from "../../kubernetes/manifest.js";
import type { GatewayApiKind } from "../facts.js";
import type { Asker } from "./asker.js";
import { keepManifest } from "./keep.js";

/** Istio's kinds that lead traffic, or that have conditions. */
const istioKinds = [
  { group: "networking.istio.io", plural: "gateways", kind: "Gateway" },
  { group: "networking.istio.io", plural: "virtualservices", kind: "VirtualService" },
  { group: "networking.istio.io", plural: "serviceentries", kind: "ServiceEntry" },
  { group: "networking.istio.io", plural: "workloadentries", kind: "WorkloadEntry" },
  { group: "security.istio.io", plural: "authorizationpolicies", kind: "AuthorizationPolicy" },
] as const;

const gatewayGroup = "gateway.networking.k8s.io";
/** The same of the Gateway API. */
const gatewayKinds: readonly string[] = ["GatewayClass", "Gateway", "HTTPRoute", "GRPCRoute", "TLSRoute"];
/** The most settled first. */
const preferred = ["v1", "v1beta1", "v1alpha3", "v1alpha2"];

/** Istio's and the Gateway API's objects that route traffic. */
export interface Routing {
  objects: Manifest[];
  gatewayApi: GatewayApiKind[];
}

export async function readRouting(asker: Asker): Promise<Routing> {
  const [ofIstio, gatewayApi] = await Promise.all([
    Promise.all(istioKinds.map(({ group, plural, kind }) => readObjects(asker, `${group}/v1`, plural, kind))),
    readGatewayApi(asker),
  ]);
  const read = gatewayApi.filter(({ kind }) => gatewayKinds.includes(kind));
  const ofGatewayApi = await Promise.all(
    read.flatMap(({ kind, plural, versions }) => {
      const version = preferred.find((one) => versions.includes(one));
      return version === undefined ? [] : [readObjects(asker, `${gatewayGroup}/${version}`, plural, kind)];
    }),
  );
  return { objects: [...ofIstio, ...ofGatewayApi].flat(), gatewayApi };
}

async function readObjects(asker: Asker, apiVersion: string, plural: string, kind: string): Promise<Manifest[]> {
  const keep = (item: Manifest) => [keepManifest(apiVersion, kind, item)];
  const name = `${plural}.${apiVersion.split("/")[0] ?? ""}`;
  return (await asker.list(name, `/apis/${apiVersion}/${plural}`, keep)) ?? [];
}

interface ApiGroup {
  versions: { version: string }[];
}

interface ApiResources {
  resources: { name: string; kind: string }[];
}

type ReadKind = GatewayApiKind & { plural: string };

async function readGatewayApi(asker: Asker): Promise<ReadKind[]> {
  const ask = <Answer>(path: string) =>
    asker.try(`kinds of ${gatewayGroup}`, () => requestIfThere<Answer>(asker.kubeconfig, inTime(path)));
  const group = await ask<ApiGroup>(`/apis/${gatewayGroup}`);
  const versions = group?.versions.map(({ version }) => version) ?? [];
  const answers = await Promise.all(versions.map((version) => ask<ApiResources>(`/apis/${gatewayGroup}/${version}`)));
  const kinds = new Map<string, { kind: string; plural: string; versions: string[] }>();
  for (const [index, answer] of answers.entries()) {
    for (const { name, kind } of answer?.resources ?? []) {
      if (name.includes("/")) continue;
      const known = kinds.get(kind) ?? { kind, plural: name, versions: [] };
      known.versions.push(versions[index] ?? "");
      kinds.set(kind, known);
    }
  }
  // A version of which nobody knows the kinds would be one that is not served.
  return answers.includes(undefined) ? [] : [...kinds.values()];
}
