// Does not prove that a release's manifest is at its URL.
import { expect, it } from "vitest";
import { formatProblem } from "../../findings/format-problem.js";
import type { Problem } from "../../../src/findings/problem.js";
import {
  computeManifest,
  findClusterProblems,
  findDefinitionProblems,
  findGatewayApiProblems,
  findTakeover,
} from "../../../src/istio/gateway-api/definitions.js";
import type { GatewayApiSettings } from "../../../src/istio/gateway-api/settings.js";

const say = (findings: readonly (Problem | undefined)[]) =>
  findings.map((finding) => finding && formatProblem(finding));

it("takes the release that Istio is built with, or the one that is named", () => {
  const url = (version: string, channel: string) =>
    `https://github.com/kubernetes-sigs/gateway-api/releases/download/v${version}/${channel}-install.yaml`;
  expect(computeManifest({}, "1.30.5")).toBe(url("1.5.1", "standard"));
  expect(computeManifest({ channel: "experimental", version: "1.7.0" }, "1.30.5")).toBe(url("1.7.0", "experimental"));
  expect(computeManifest({ manifest: "/crds" }, "1.30.5")).toBe("/crds");
});

it.each<[GatewayApiSettings, string, string[]]>([
  [{}, "1.31.4", []],
  [{ version: "1.6.2", mode: "adopt", channel: "experimental" }, "1.31.4", []],
  [{ version: "1.5.0" }, "1.30.5", []],
  [
    { version: "1.5.1" },
    "1.31.4",
    [
      "error MESH0140: the Gateway API's definitions are of 1.5.1, and Istio 1.31.4 reads 1.6.0: it would silently ignore some of them; install 1.6.0 or later",
    ],
  ],
  [
    { version: "v1.6", manifest: "" },
    "1.31.4",
    [
      'error MESH0141: `gatewayApi.version` is "v1.6", which is no release; write it as in 1.6.0',
      "error MESH0141: `gatewayApi.manifest` is empty; name a URL, file or folder",
    ],
  ],
  [{}, "1.28.0", ["error MESH0141: which Gateway API Istio 1.28.0 needs is not known; set `gatewayApi.version`"]],
  [{ manifest: "/crds" }, "1.28.0", []],
])("%j for Istio %s", (settings, istio, expected) => {
  expect(say(findGatewayApiProblems(settings, istio))).toEqual(expected);
});

const definition = (version: string, channel: string) => ({
  apiVersion: "apiextensions.k8s.io/v1",
  kind: "CustomResourceDefinition",
  metadata: {
    name: "gateways.gateway.networking.k8s.io",
    annotations: {
      "gateway.networking.k8s.io/bundle-version": version,
      "gateway.networking.k8s.io/channel": channel,
    },
  },
});

it("looks at what a manifest has", () => {
  const where = { place: "/crds", istio: "1.31.4" };
  expect(findDefinitionProblems([definition("v1.6.0", "standard")], {}, where)).toEqual([]);
  expect(
    say([
      ...findDefinitionProblems([], {}, where),
      ...findDefinitionProblems([definition("v1.6.0", "standard")], { channel: "experimental" }, where),
      ...findDefinitionProblems([definition("v1.4.1", "standard")], {}, where),
    ]),
  ).toEqual([
    "error MESH0141: /crds has no definition gateways.gateway.networking.k8s.io; name the manifest of a release and of the channel that is asked for",
    "error MESH0141: /crds has definitions of the channel standard, and `gatewayApi.channel` is experimental; name the manifest of a release and of the channel that is asked for",
    "error MESH0140: the Gateway API's definitions are of 1.4.1, and Istio 1.31.4 reads 1.6.0: it would silently ignore some of them; install 1.6.0 or later",
  ]);
});

it("leaves alone what is somebody else's, or newer", () => {
  const there = { version: "1.6.0" };
  expect(findTakeover({ version: "1.6.0", own: true }, there)).toBeUndefined();
  expect(findTakeover({ mode: "adopt", version: "1.6.1", own: false }, there)).toBeUndefined();
  expect(
    say([
      findTakeover({ version: "1.6.0", own: false }, there),
      findTakeover({ mode: "adopt", version: "1.5.1", own: false }, there),
    ]),
  ).toEqual([
    'error MESH0142: the cluster has definitions of the Gateway API 1.6.0 already, and mode "create" would take them over; leave `gatewayApi` out to use them, or set its `mode` to "adopt"',
    "error MESH0142: the cluster has definitions of the Gateway API 1.6.0, and 1.5.1 would take fields from them that others may use; set `gatewayApi.version` to 1.6.0 or later",
  ]);
});

it("looks at what a cluster has", () => {
  const tcp = { db: { protocol: "TCP", port: 5432 } } as const;
  expect([...findClusterProblems("1.5.1"), ...findClusterProblems("1.6.0", tcp)]).toEqual([]);
  const remedy = (version: string) =>
    `install ${version} or later, by \`gatewayApi\` with the mode "adopt" for example`;
  const passed = "istiod would silently ignore some of its routes";
  expect(
    say([...findClusterProblems(undefined), ...findClusterProblems("1.4.1"), ...findClusterProblems("1.5.1", tcp)]),
  ).toEqual([
    "error MESH0140: the cluster has no definitions of the Gateway API, but a gateway needs them; add `gatewayApi` to the mesh, or install them",
    `error MESH0140: the cluster has definitions of the Gateway API 1.4.1, and a gateway needs 1.5.0: ${passed}; ${remedy("1.5.0")}`,
    `error MESH0140: the cluster has definitions of the Gateway API 1.5.1, and a gateway with TCP needs 1.6.0: ${passed}; ${remedy("1.6.0")}`,
  ]);
});
