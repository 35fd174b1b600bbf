// Where requests for the hosts of ServiceEntries go. Does not prove that anybody answers there.
import { describe, expect, it } from "vitest";
import { createRequest, findWorkload, indexText } from "../mesh-of-text.js";
import { mesh, send, summarize } from "./sendings.js";

describe("hosts of ServiceEntries", () => {
  const entry = (spec: string) => `${mesh}
---
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: { name: api, namespace: shop }
spec: ${spec}
`;
  const host = "api.example.com";
  const ports = "ports: [{ number: 80, name: http, protocol: HTTP }]";
  it.each([
    [`{ hosts: [${host}], ${ports}, resolution: DNS }`, [host]],
    [`{ hosts: [${host}], ${ports} }`, [host]],
    [`{ hosts: ["*.example.com"], ${ports} }`, [host]],
    [`{ hosts: [${host}], ${ports}, resolution: STATIC }`, ["503 noEndpoint"]],
    [
      `{ hosts: [${host}], ${ports}, resolution: STATIC, endpoints: [{ address: 192.0.2.1, weight: 3 }, { address: 192.0.2.2 }] }`,
      [`0.75 ${host}`, `0.25 ${host}`],
    ],
    [
      `{ hosts: [${host}], ${ports}, location: MESH_INTERNAL, resolution: STATIC, endpoints: [{ address: 192.0.2.1, serviceAccount: vm }] }`,
      [`${host} mutual`],
    ],
    [
      `{ hosts: [${host}], ports: [{ number: 80, targetPort: 9080, name: http, protocol: HTTP }], location: MESH_INTERNAL, resolution: STATIC, workloadSelector: { labels: { app: web } } }`,
      ["Deployment shop/web mutual"],
    ],
    [
      `{ hosts: [${host}], ${ports}, resolution: DNS, endpoints: [{ address: web.shop.svc.cluster.local }] }`,
      [
        "unknown ServiceEntry shop/api has the address web.shop.svc.cluster.local, a Service of the cluster, which is not followed",
      ],
    ],
  ])("%s", (spec, expected) => {
    const request = createRequest(findWorkload(indexText(mesh), "shop", "web"), { host });
    expect(summarize(send(entry(spec), { host, authority: host, request }))).toEqual(expected);
  });

  it("one that nobody declares is outside", () => {
    expect(summarize(send(mesh, { host }))).toEqual([host]);
  });
});
