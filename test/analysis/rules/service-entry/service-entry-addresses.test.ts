// Does not prove that the addresses are free.
import { expect, it } from "vitest";
import { serviceEntryAddresses } from "../../../../src/analysis/rules/service-entry/service-entry-addresses.js";
import { analyzeFixture } from "../../analyze-text.js";

it("says which ports need addresses", () => {
  expect(analyzeFixture(serviceEntryAddresses, "good")).toEqual([]);
  expect(analyzeFixture(serviceEntryAddresses, "bad")).toEqual([
    "mesh.yaml:8:7: warning IST0134: port 5432 has the protocol TCP, and the ServiceEntry has no addresses; set addresses, or let proxies answer DNS and give addresses",
    "mesh.yaml:9:7: warning IST0134: port 5433 has no protocol, so TCP, and the ServiceEntry has no addresses; set addresses, or let proxies answer DNS and give addresses",
  ]);
});

it("says nothing where proxies give addresses themselves", () => {
  const analyzeWith = (proxyMetadata: object) =>
    analyzeFixture(serviceEntryAddresses, "bad", { mesh: { config: { defaultConfig: { proxyMetadata } } } });
  expect(analyzeWith({ ISTIO_META_DNS_CAPTURE: "true", ISTIO_META_DNS_AUTO_ALLOCATE: "true" })).toEqual([]);
  expect(analyzeWith({ ISTIO_META_DNS_CAPTURE: "true", PILOT_ENABLE_IP_AUTOALLOCATE: true })).toEqual([]);
  expect(analyzeWith({ ISTIO_META_DNS_AUTO_ALLOCATE: "true" })).toHaveLength(2);
});
