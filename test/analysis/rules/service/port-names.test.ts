// Does not prove that Istio says the same: the differential test beside istioctl does.
import { expect, it } from "vitest";
import { portNames } from "../../../../src/analysis/rules/service/port-names.js";
import { analyzeFixture } from "../../analyze-text.js";

it("finds ports that do not say their protocol", () => {
  expect(analyzeFixture(portNames, "good")).toEqual([]);
  expect(analyzeFixture(portNames, "bad")).toEqual([
    "mesh.yaml:6:7: info IST0118: port 80 has neither a name nor an appProtocol; name the port <protocol> or <protocol>-<something>, or set appProtocol",
    'mesh.yaml:7:19: info IST0118: port 81 is named "htp-api", which names no protocol; did you mean "http"?; known are tcp, udp, grpc, grpc-web, http, http_proxy, http2, https, tls, mongo, redis, mysql; name the port <protocol> or <protocol>-<something>, or set appProtocol',
    'mesh.yaml:8:31: info IST0118: port 82 has appProtocol "websocket", which names no protocol; known are tcp, udp, grpc, grpc-web, http, http_proxy, http2, https, tls, mongo, redis, mysql; name the port <protocol> or <protocol>-<something>, or set appProtocol',
    'mesh.yaml:9:19: info IST0118: port 83 is named "web", which names no protocol; known are tcp, udp, grpc, grpc-web, http, http_proxy, http2, https, tls, mongo, redis, mysql; name the port <protocol> or <protocol>-<something>, or set appProtocol',
    "mesh.yaml:14:72: warning IST0150: port 443 has neither a name nor an appProtocol; name the port http, https or tls, or with such a prefix",
    "mesh.yaml:14:100: warning IST0150: port 444 of an ExternalName is TCP; name the port http, https or tls, or with such a prefix",
  ]);
});
