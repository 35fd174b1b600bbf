// Does not prove that a gateway is ready sooner: test/bench measures the whole installation.
import { expect, it } from "vitest";
import { setReadinessProbe } from "../../../src/istio/gateway/gateway-readiness.js";
import type { Manifest } from "../../../src/kubernetes/manifest.js";

const probe = {
  httpGet: { path: "/healthz/ready", port: 15021, scheme: "HTTP" },
  initialDelaySeconds: 1,
  periodSeconds: 2,
  timeoutSeconds: 3,
  successThreshold: 1,
  failureThreshold: 30,
};

function createDeployment(...containers: object[]): Manifest {
  const spec = {
    replicas: 1,
    template: { metadata: { labels: { app: "a" } }, spec: { hostNetwork: false, containers } },
  };
  return { apiVersion: "apps/v1", kind: "Deployment", metadata: { name: "gateway" }, spec };
}

it("gives the proxy a probe, and leaves other containers alone", () => {
  const proxy = { name: "istio-proxy", image: "auto" };
  expect(setReadinessProbe(createDeployment(proxy, { name: "other" }))).toEqual(
    createDeployment({ ...proxy, readinessProbe: probe }, { name: "other" }),
  );
});

it("keeps the probe of the chart's values", () => {
  const manifest = createDeployment({ name: "istio-proxy", readinessProbe: { periodSeconds: 5 } });
  expect(setReadinessProbe(manifest)).toEqual(manifest);
});

it("leaves an object without pods as it is", () => {
  const service = { apiVersion: "v1", kind: "Service", metadata: { name: "gateway" }, spec: {} };
  expect(setReadinessProbe(service)).toBe(service);
});
