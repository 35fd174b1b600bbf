// Does not prove that AWS lets through what the rules say.
import { expect, it } from "vitest";
import { computeSecurityRules, type SecurityRule } from "../../src/aws/security-rules.js";
import type { EksSettings } from "../../src/aws/settings.js";
import { leastSettings } from "./settings.js";

const summarise = (settings: Partial<EksSettings>) =>
  computeSecurityRules({ ...leastSettings, ...settings }).map(
    ({ key, of, from, port }: SecurityRule) =>
      `${key}: ${typeof from === "string" ? from : from.cidr} -> ${of} ${port ?? "all"}`,
  );

it("opens nodes to each other and to the API server's calls, istiod's among them, and to nothing else", () => {
  expect(summarise({ controlPlanePorts: { opa: 8443 } })).toEqual([
    "nodes: nodes -> nodes all",
    "control-plane-kubelet: cluster -> nodes 10250",
    "control-plane-https: cluster -> nodes 443",
    "control-plane-metrics-server: cluster -> nodes 10251",
    "control-plane-metrics-server-chart: cluster -> nodes 4443",
    "control-plane-load-balancer-controller: cluster -> nodes 9443",
    "control-plane-istiod-webhook: cluster -> nodes 15017",
    "control-plane-istiod-xds: cluster -> nodes 15012",
    "control-plane-opa: cluster -> nodes 8443",
    "api-from-nodes: nodes -> cluster 443",
    "api-from-192-168-0-0-16: 192.168.0.0/16 -> cluster 443",
  ]);
});

it("leaves Auto Mode's nodes in the cluster's own group", () => {
  expect(summarise({ autoMode: true })).toEqual(["api-from-192-168-0-0-16: 192.168.0.0/16 -> cluster 443"]);
});

it("describes rules in the characters that AWS takes", () => {
  const rules = computeSecurityRules({ ...leastSettings, controlPlanePorts: { opa: 8443 } });
  expect(
    rules.map(({ description }) => description).filter((text) => !/^[\w .:/()#,@[\]+=&;{}!$*-]{1,255}$/.test(text)),
  ).toEqual([]);
});
