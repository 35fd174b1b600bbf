import type { ChartPlatform, ChartProfile } from "./profiles.js";

/** A chart value's path -> what the profile sets it to. */
export type ProfileSettings = Readonly<Record<string, any>>;

const smallRequests = (path: string, memory = "40Mi"): ProfileSettings => ({
  [`${path}.requests.cpu`]: "10m",
  [`${path}.requests.memory`]: memory,
});

const collector = { port: 4317, service: "opentelemetry-collector.observability.svc.cluster.local" };

/**
 * What each profile inside the charts sets, for explaining and for the gateways; the charts themselves apply it. `gateways.*`
 * and `ztunnel.*` are read by no chart of today: ours applies the first to the gateways it installs. A test compares this
 * table with Istio's files.
 */
export const profileSettings: Readonly<Record<ChartProfile, ProfileSettings>> = {
  ambient: {
    "meshConfig.defaultConfig.proxyMetadata.ISTIO_META_ENABLE_HBONE": "true",
    "meshConfig.serviceScopeConfigs": [
      {
        servicesSelector: { matchExpressions: [{ key: "istio.io/global", operator: "In", values: ["true"] }] },
        scope: "GLOBAL",
      },
    ],
    "global.variant": "distroless",
    "pilot.env.PILOT_ENABLE_AMBIENT": "true",
    "cni.ambient.enabled": true,
  },
  demo: {
    "meshConfig.accessLogFile": "/dev/stdout",
    "meshConfig.extensionProviders": [
      { name: "otel", envoyOtelAls: collector },
      { name: "skywalking", skywalking: { service: "tracing.istio-system.svc.cluster.local", port: 11800 } },
      { name: "otel-tracing", opentelemetry: collector },
      {
        name: "jaeger",
        opentelemetry: { port: 4317, service: "jaeger-collector.istio-system.svc.cluster.local" },
      },
    ],
    ...smallRequests("cni.resources"),
    ...smallRequests("ztunnel.resources"),
    ...smallRequests("global.proxy.resources"),
    ...smallRequests("global.waypoint.resources"),
    "pilot.autoscaleEnabled": false,
    "pilot.traceSampling": 100,
    ...smallRequests("pilot.resources", "100Mi"),
    "gateways.istio-egressgateway.autoscaleEnabled": false,
    ...smallRequests("gateways.istio-egressgateway.resources"),
    "gateways.istio-ingressgateway.autoscaleEnabled": false,
    "gateways.istio-ingressgateway.ports": [
      { port: 15021, targetPort: 15021, name: "status-port" },
      { port: 80, targetPort: 8080, name: "http2" },
      { port: 443, targetPort: 8443, name: "https" },
      { port: 31400, targetPort: 31400, name: "tcp" },
      { port: 15443, targetPort: 15443, name: "tls" },
    ],
    ...smallRequests("gateways.istio-ingressgateway.resources"),
  },
  preview: { "meshConfig.defaultConfig.proxyMetadata.ISTIO_META_DNS_CAPTURE": "true" },
  remote: {
    "istiodRemote.enabled": true,
    configMap: false,
    "telemetry.enabled": false,
    "global.omitSidecarInjectorConfigMap": true,
  },
  stable: { "experimental.stableValidationPolicy": true },
};

/** What each platform inside the charts sets; it wins over the profile. */
export const platformSettings: Readonly<Record<ChartPlatform, ProfileSettings>> = {
  openshift: {
    "cni.cniBinDir": "/var/lib/cni/bin",
    "cni.cniConfDir": "/etc/cni/multus/net.d",
    "cni.chained": false,
    "cni.cniConfFileName": "istio-cni.conf",
    "cni.provider": "multus",
    "pilot.cni.enabled": true,
    "pilot.cni.provider": "multus",
    "pilot.terminationMessagePolicy": "FallbackToLogsOnError",
    "seLinuxOptions.type": "spc_t",
    trustedZtunnelNamespace: "kube-system",
  },
};
