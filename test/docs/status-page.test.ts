// docs/status.md: its example is what the report says of a small mesh (`vitest run -u` writes it anew). Does not prove that a cluster
// gives such facts.
import { readFileSync } from "node:fs";
import { format } from "prettier";
import { expect, it } from "vitest";
import { computeReport } from "../../src/status/compute-report.js";
import { formatStatusText } from "../../src/status/format-text.js";
import { makeFacts, makePod } from "../status/sample-facts.js";

const page = readFileSync("docs/status.md", "utf8");

const gateway = {
  apiVersion: "networking.istio.io/v1",
  kind: "Gateway",
  metadata: { namespace: "istio-ingress", name: "public" },
  spec: {
    selector: { istio: "ingress" },
    servers: [{ port: { number: 80, name: "http", protocol: "HTTP" }, hosts: ["*"] }],
  },
};
const route = {
  apiVersion: "networking.istio.io/v1",
  kind: "VirtualService",
  metadata: { namespace: "istio-ingress", name: "www" },
  spec: { hosts: ["www.service1.io"], gateways: ["public"] },
};

it("has an example that the report gives", async () => {
  const ingress = { namespace: "istio-ingress", labels: { istio: "ingress", "sidecar.istio.io/inject": "true" } };
  const owner = { kind: "Deployment", name: "ingress" };
  const facts = makeFacts({
    pods: [
      makePod("ingress-6c5d-x7k2p", { ...ingress, owner }),
      makePod("web-7d9f-2b4xk"),
      makePod("web-7d9f-9qz8m", { proxy: undefined }),
    ],
    namespaces: [
      { name: "istio-ingress", labels: {} },
      { name: "shop", labels: { "istio-injection": "enabled" } },
    ],
    services: [
      { namespace: "istio-system", name: "istiod", selector: { app: "istiod" }, type: "ClusterIP", addresses: [] },
      {
        namespace: "istio-ingress",
        name: "ingress",
        selector: { istio: "ingress" },
        type: "LoadBalancer",
        addresses: ["192.0.2.10"],
      },
    ],
    routing: [gateway, route],
    proxies: {
      states: [
        { proxy: "ingress-6c5d-x7k2p.istio-ingress", state: "confirmed" },
        {
          proxy: "web-7d9f-2b4xk.shop",
          state: "rejected",
          reason: "Error adding/updating listener(s): unknown filter",
        },
      ],
      versions: new Map(),
      closed: [],
      revisions: ["default"],
    },
    unread: [{ what: "Secret istio-system/cacerts", reason: 'secrets "cacerts" is forbidden' }],
  });
  const text = formatStatusText(computeReport(facts));
  const current = page.replace(/(?<=^```text\n)[^]*?(?=^```$)/m, () => `${text}\n`);
  await expect(await format(current, { parser: "markdown", printWidth: 120 })).toMatchFileSnapshot(
    "../../docs/status.md",
  );
});
