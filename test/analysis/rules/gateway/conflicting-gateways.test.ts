// Does not prove that Istio says the same: the differential test beside istioctl does.
import { expect, it } from "vitest";
import { conflictingGateways } from "../../../../src/analysis/rules/gateway/conflicting-gateways.js";
import { analyzeFixture } from "../../analyze-text.js";

it("finds hosts that several Gateways have at one port of the same pods", () => {
  expect(analyzeFixture(conflictingGateways, "good")).toEqual([]);
  expect(analyzeFixture(conflictingGateways, "bad")).toEqual([
    'mesh.yaml:9:17: error IST0145: host "api.example.com" on port 443 is also that of Gateway everywhere.other, for the pods istio=ingressgateway; let only one Gateway have this host at this port',
    'mesh.yaml:9:34: error IST0145: host "shop.example.com" on port 443 is also that of Gateway copy.shop, overlap.other, for the pods istio=ingressgateway; let only one Gateway have this host at this port',
    'mesh.yaml:19:70: error IST0145: host "shop.example.com" on port 443 is also that of Gateway shop.shop, overlap.other, for the pods istio=ingressgateway; let only one Gateway have this host at this port',
    'mesh.yaml:28:70: error IST0145: host "shop.example.com" on port 443 is also that of Gateway copy.shop, shop.shop, for the pods app=istio-ingressgateway; let only one Gateway have this host at this port',
    'mesh.yaml:36:70: error IST0145: host "api.example.com" on port 443 is also that of Gateway shop.shop; let only one Gateway have this host at this port',
  ]);
});
