// Does not prove what the proxy finds out about a port that names no protocol.
import { expect, it } from "vitest";
import { tcpAccess } from "../../../../src/analysis/rules/authorization-policy/tcp-access.js";
import { analyzeFixture, analyzeText, readFixture } from "../../analyze-text.js";

it("finds rules about requests where there are none", () => {
  expect(analyzeFixture(tcpAccess, "good")).toEqual([]);
  expect(analyzeFixture(tcpAccess, "bad")).toEqual([
    "mesh.yaml:38:60: warning MESH0339: port 9000 of queue.shop is not HTTP, where methods means nothing, so this rule allows nothing; name the `ports` that the rule is for, or the port's protocol by its appProtocol",
    "mesh.yaml:49:9: warning MESH0339: port 3306 of both.shop is not HTTP, where paths means nothing, so this rule denies there more than it says; name the `ports` that the rule is for, or the port's protocol by its appProtocol",
    "mesh.yaml:50:9: warning MESH0339: port 3306 of both.shop is not HTTP, where request.headers[x] means nothing, so this rule denies there more than it says; name the `ports` that the rule is for, or the port's protocol by its appProtocol",
    "mesh.yaml:51:9: warning MESH0339: port 3306 of both.shop is not HTTP, where notRequestPrincipals means nothing, so this rule denies there more than it says; name the `ports` that the rule is for, or the port's protocol by its appProtocol",
  ]);
});

it("takes a port where the server speaks first for TCP, and one of UDP for none of the proxy's", () => {
  const name = "{ name: mysql, port: 3306, targetPort: 3306 }";
  const change = (port: string) => analyzeText(tcpAccess, readFixture(tcpAccess, "bad").replace(name, port)).length;
  expect(change("{ port: 3306, targetPort: 3306 }")).toBe(4);
  expect(change("{ name: mysql, protocol: UDP, port: 3306, targetPort: 3306 }")).toBe(1);
});
