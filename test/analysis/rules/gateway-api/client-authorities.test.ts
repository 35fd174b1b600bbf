// Does not prove what a gateway does with the certificates of clients: test/e2e/policy/gateway-api-clients.test.ts does.
import { expect, it } from "vitest";
import { clientAuthorities } from "../../../../src/analysis/rules/gateway-api/client-authorities.js";
import { analyzeFixture, analyzeText, readFixture } from "../../analyze-text.js";

const remedy = 'name one ConfigMap or Secret whose "ca.crt" has certificates in PEM';
const ofListener = "correct the port, let the listener terminate TLS, or leave its option out";

it("finds authorities that Istio does not take, and listeners that ask no client", () => {
  expect(analyzeFixture(clientAuthorities, "good")).toEqual([]);
  expect(analyzeFixture(clientAuthorities, "bad")).toEqual([
    "mesh.yaml:45:60: error MESH0375: Istio takes one authority of clients, and refuses the listeners of several; put all certificates into one ConfigMap",
    `mesh.yaml:57:52: error MESH0375: Istio reads authorities of clients from ConfigMaps and Secrets, not from the Service ca; ${remedy}`,
    `mesh.yaml:67:52: error MESH0375: the ConfigMap shop/empty has no "ca.crt"; ${remedy}`,
    `mesh.yaml:77:52: error MESH0375: the ConfigMap shop/words has a "ca.crt" that is not a certificate in PEM; ${remedy}`,
    `mesh.yaml:87:52: error MESH0375: the Secret shop/pair has no "ca.crt"; ${remedy}`,
    'mesh.yaml:97:52: warning MESH0378: there is no ConfigMap cas in shop; did you mean "ca"?; correct the name, or declare it; where something else makes it, suppress this',
    "mesh.yaml:108:25: warning MESH0376: clients without a certificate are let in, and those with a certificate that no authority has signed; leave `mode` out",
    `mesh.yaml:119:38: warning MESH0377: no client is asked for a certificate: no listener of port 8443 ends TLS; ${ofListener}`,
    `mesh.yaml:129:18: warning MESH0377: no client is asked for a certificate: no listener without settings for its port ends TLS; ${ofListener}`,
    `mesh.yaml:140:18: warning MESH0377: the listener https asks no client for a certificate of this authority: its option gateway.istio.io/tls-terminate-mode is ISTIO_SIMPLE; ${ofListener}`,
    `mesh.yaml:158:18: warning MESH0377: no client is asked for a certificate: no listener without settings for its port ends TLS; ${ofListener}`,
  ]);
});

it("finds an authority whose time is over", () => {
  const now = new Date("2200-01-01T00:00:00Z");
  const found = analyzeText(clientAuthorities, readFixture(clientAuthorities, "good"), { mesh: { now } });
  expect(found.map(({ code, message }) => [code, message.replace(/\d{4}-.*/, "…")])).toEqual([
    ["MESH0375", "the ConfigMap shop/ca has a certificate that expired at …"],
    ["MESH0375", "the Secret shop/ca has a certificate that expired at …"],
    ["MESH0375", "the ConfigMap shop/ca has a certificate that expired at …"],
  ]);
});
