// Does not prove that istiod routes so: the differential test beside istioctl does.
import { expect, it } from "vitest";
import { destinationHosts } from "../../../../src/analysis/rules/destination-rule/destination-hosts.js";
import { analyzeFixture } from "../../analyze-text.js";

it("says which hosts and ports routes and mirrors go to that do not exist or are not seen", () => {
  expect(analyzeFixture(destinationHosts, "good")).toEqual([]);
  expect(analyzeFixture(destinationHosts, "bad")).toEqual([
    'mesh.yaml:31:32: error IST0101: no Service and no ServiceEntry that is seen from namespace shop has the host "review"; did you mean "reviews"?; name an existing object, or declare the named one',
    'mesh.yaml:33:32: error IST0101: no Service and no ServiceEntry that is seen from namespace shop has the host "reviews.shop"; Istio takes no other short form than a name alone, write "reviews.shop.svc.cluster.local"; name an existing object, or declare the named one',
    'mesh.yaml:35:32: error IST0101: no Service and no ServiceEntry that is seen from namespace shop has the host "ledger.bank.svc.cluster.local"; Service bank/ledger has it and exports it to bank only; name an existing object, or declare the named one',
    'mesh.yaml:37:55: error IST0101: port 9999 is not one of its host: "reviews" has the port 9080; name an existing object, or declare the named one',
    'mesh.yaml:40:34: error IST0101: no Service and no ServiceEntry that is seen from namespace shop has the host "reviews-next"; did you mean "reviews"?; name an existing object, or declare the named one',
    'mesh.yaml:41:32: error IST0112: "ratings" has the ports 9080, 9090, and the destination names none of them; name the port in the destination',
    'mesh.yaml:42:17: error IST0101: no Service and no ServiceEntry that is seen from namespace shop has the host "api.paiments.example"; did you mean "api.payments.example"?; name an existing object, or declare the named one',
    'mesh.yaml:50:36: error IST0101: no Service and no ServiceEntry that is seen from any of the namespaces shop, audit has the host "ledger"; Service bank/ledger has it and exports it to bank only; name an existing object, or declare the named one',
    'mesh.yaml:65:37: error IST0101: no Service and no ServiceEntry that is seen from namespace istio-system, where the pods of Gateway istio-system/edge are, has the host "ledger"; Service bank/ledger has it and exports it to bank only; name an existing object, or declare the named one',
  ]);
});
