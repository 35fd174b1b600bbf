// Does not prove which of them istiod takes.
import { expect, it } from "vitest";
import { serviceEntryProtocols } from "../../../../src/analysis/rules/service-entry/service-entry-protocols.js";
import { analyzeFixture } from "../../analyze-text.js";

it("says where two protocols are wanted of one port, or one of two objects", () => {
  expect(analyzeFixture(serviceEntryProtocols, "good")).toEqual([]);
  expect(analyzeFixture(serviceEntryProtocols, "bad")).toEqual([
    "mesh.yaml:6:39: warning IST0177: api.payments.example:443 is HTTPS here and TLS in the ServiceEntry bank/payments; give them the same protocol, or export them to different namespaces",
    "mesh.yaml:14:37: warning IST0177: api.payments.example:443 is TLS here and HTTPS in the ServiceEntry shop/payments; give them the same protocol, or export them to different namespaces",
    "mesh.yaml:23:11: warning KIA1211: search.example:443 is in the ServiceEntry search/search-again too; which one counts is not defined; keep one of them, or export them to different namespaces",
    "mesh.yaml:31:11: warning KIA1211: search.example:443 is in the ServiceEntry search/search too; which one counts is not defined; keep one of them, or export them to different namespaces",
  ]);
});
