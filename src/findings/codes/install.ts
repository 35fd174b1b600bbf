import type { CodeFacts } from "./code-facts.js";

/** Codes of installing Istio, MESH01…: versions, settings, kubeconfigs, charts. */
export const installCodes = {
  MESH0101: {
    name: "istio-version-unsupported",
    level: "error",
    description: "This package does not know that minor version of Istio, so it cannot install it.",
    remedy: "set `version` to one of the listed minors",
  },
  MESH0102: {
    name: "kubernetes-version-too-old",
    level: "error",
    description: "The cluster's Kubernetes is older than the oldest one this Istio supports.",
    remedy: "upgrade the cluster or choose another Istio",
  },
  MESH0103: {
    name: "istio-version-end-of-life",
    level: "warning",
    description: "This minor version of Istio no longer gets security fixes.",
    remedy: "upgrade one minor at a time to a supported one",
  },
  MESH0104: {
    name: "kubernetes-version-untested",
    level: "warning",
    description: "The cluster's Kubernetes is newer than the newest one this Istio was tested with.",
    remedy: "choose a newer Istio, or try it on a test cluster first",
  },
  MESH0105: {
    name: "version-malformed",
    level: "error",
    description: "A version of Istio or Kubernetes cannot be read.",
    remedy: "write it as in 1.31.4",
  },
  MESH0106: {
    name: "setting-choice-unknown",
    level: "error",
    description:
      "A setting has a value outside its closed list: a profile, encoding, pull policy, Service type, injection.",
    remedy: "use one of the listed values",
  },
  MESH0107: {
    name: "revision-invalid",
    level: "error",
    description: "A revision must be a DNS label of at most 56 characters, so without `.`, and cannot be `default`.",
    remedy: "use lower-case letters, digits and `-`, as in 1-31-1",
  },
  MESH0108: {
    name: "setting-out-of-range",
    level: "error",
    description: "A number is outside what Istio's charts can express.",
    remedy: "use a number in the named range",
  },
  MESH0109: {
    name: "settings-contradict",
    level: "error",
    description: "Two settings give the same field different values.",
    remedy: "keep one of the two",
  },
  MESH0110: {
    name: "values-without-chart",
    level: "error",
    description: "The `values` overlay names a chart that the profile does not install, so it would have no effect.",
    remedy: "remove the entry, or choose a profile that installs the chart",
  },
  MESH0111: {
    name: "values-contradict-package",
    level: "error",
    description: "The `values` overlay changes a value that several charts must agree on, or that must not be changed.",
    remedy: "remove it from `values` and use the named setting",
  },
  MESH0112: {
    name: "tracing-provider-unknown",
    level: "error",
    description: "`tracing.provider` names an extension provider that is not in the mesh configuration.",
    remedy: "add it to `meshConfig.extensionProviders`",
  },
  MESH0113: {
    name: "chart-source-invalid",
    level: "error",
    description: "The source of the charts is given twice or is invalid.",
    remedy: "give either an https:// or oci:// `repository`, or a `folder`",
  },
  MESH0114: {
    name: "injection-revision",
    level: "error",
    description: "Injection by revision needs a revision, and no other injection can have one.",
    remedy: 'set `injection: "revision"` together with `revision`',
  },
  MESH0115: {
    name: "injection-label-reserved",
    level: "error",
    description: "A label that decides injection was given among a namespace's other labels.",
    remedy: "use `injection` and `revision` instead",
  },
  MESH0116: {
    name: "gateway-namespace-not-injected",
    level: "error",
    description:
      "A gateway is in a namespace of the mesh whose pods get no proxy, or the proxy of another control plane. It would never run.",
    remedy: "set the namespace's `injection` to none",
  },
  MESH0117: {
    name: "gateway-revision-foreign",
    level: "error",
    description: "A gateway of a mesh names another revision than that of the mesh's control plane.",
    remedy: "leave the gateway's `revision` out",
  },
  MESH0118: {
    name: "service-type-mismatch",
    level: "error",
    description: "A setting of a gateway's Service has no meaning for a Service of that type.",
    remedy: "remove the setting, or change `serviceType`",
  },
  MESH0119: {
    name: "source-range-invalid",
    level: "error",
    description: "A range of client addresses is not a valid CIDR block, or the load balancer does not accept it.",
    remedy: "write it as in 203.0.113.0/24",
  },
  MESH0120: {
    name: "kubeconfig-unusable",
    level: "error",
    description: "The kubeconfig is missing or invalid, or does not have the requested context.",
    remedy: "give a kubeconfig's path and one of its contexts, as `kubectl config get-contexts` lists them",
  },
  MESH0121: {
    name: "stack-configuration-invalid",
    level: "error",
    description: "A value of the stack's configuration is missing, unknown or of the wrong type.",
    remedy: "correct the stack's configuration file; nothing has been changed",
  },
  MESH0122: {
    name: "manifest-unreadable",
    level: "error",
    description: "A file of Kubernetes objects is not valid YAML, or one of its documents is not a Kubernetes object.",
    remedy: "correct the file; nothing has been changed",
  },
  MESH0123: {
    name: "cluster-unreachable",
    level: "error",
    description: "The API server that the kubeconfig names does not answer, or refuses the credentials.",
    remedy: "start the cluster, or let `cluster` name a kubeconfig and context of one that runs",
  },
  MESH0124: {
    name: "chart-unrenderable",
    level: "error",
    description: "Helm cannot fetch a chart from its repository or folder, or cannot render it with these values.",
    remedy: "check where the charts come from, the version, and the chart's values",
  },
  MESH0125: {
    name: "suppression-invalid",
    level: "error",
    description: "A suppression names a code that does not exist or no resource, or gives no reason.",
    remedy: "correct the suppression",
  },
  MESH0130: {
    name: "node-port-invalid",
    level: "error",
    description: "A node port is outside Kubernetes' range, given twice, or set on a Service without node ports.",
    remedy: "choose different ones of 30000-32767, or leave them to Kubernetes",
  },
  MESH0131: {
    name: "load-balancer-targets-missing",
    level: "error",
    description: "A load balancer targets node ports that do not exist.",
    remedy: 'set `targetType` to "ip", let node ports be allocated, or give each port a `nodePort`',
  },
  MESH0132: {
    name: "health-check-invalid",
    level: "error",
    description: "A load balancer's health check would never succeed, proves nothing, or has numbers that AWS refuses.",
    remedy: "leave `healthCheck` out, or correct it",
  },
  MESH0133: {
    name: "disruption-budget-invalid",
    level: "error",
    description:
      "A disruption budget has no effect, or allows no eviction, so no node of the gateway could be drained.",
    remedy: "use `maxUnavailable: 1` and two replicas or more",
  },
  MESH0134: {
    name: "load-balancer-settings-contradict",
    level: "error",
    description: "A setting of a load balancer is also set elsewhere, or cannot be expressed.",
    remedy: "keep the setting of `awsLoadBalancer`",
  },
  MESH0135: {
    name: "topology-spread-invalid",
    level: "error",
    description: "A topology spread has no label, or uses the same label twice.",
    remedy: "name each label of the nodes once",
  },
  MESH0136: {
    name: "gateway-label-reserved",
    level: "error",
    description: "A label that decides a gateway's injection was given among its other labels.",
    remedy: "remove it; the gateway is injected by its `revision`",
  },
  MESH0137: {
    name: "load-balancer-class-unserved",
    level: "error",
    description:
      "No controller in the cluster creates load balancers of the class that a gateway or a Service requests.",
    remedy: "choose the class of EKS Auto Mode or that of the AWS Load Balancer Controller",
  },
  MESH0138: {
    name: "gateway-setting-inexpressible",
    level: "error",
    description: "Neither the Gateway API nor istiod's additions to it can express a setting of a gateway.",
    remedy: 'remove the setting, or set the gateway\'s `api` to "istio"',
  },
  MESH0139: {
    name: "gateway-api-version-unsupported",
    level: "error",
    description: "The installed Istio reads other versions of the Gateway API than a gateway needs.",
    remedy: 'install a newer Istio, or set the gateway\'s `api` to "istio"',
  },
  MESH0140: {
    name: "gateway-api-definitions-old",
    level: "error",
    description: "Definitions of the Gateway API are missing, or older than those that the installed Istio reads.",
    remedy: "install newer ones",
  },
  MESH0141: {
    name: "gateway-api-manifest-unusable",
    level: "error",
    description: "The manifest of the Gateway API's definitions is missing, or contains other definitions.",
    remedy: "name the manifest of a release and of the channel that is asked for",
  },
  MESH0142: {
    name: "gateway-api-definitions-taken",
    level: "error",
    description: "The cluster has Gateway API definitions that others manage, or that are newer.",
    remedy: "use the existing ones",
  },
  MESH0143: {
    name: "gateway-certificate-shared",
    level: "warning",
    description:
      "Hosts of one certificate and port are separate entries in a Gateway of the Gateway API. A browser that shares a connection between them gets 404.",
    remedy: "give the hosts certificates of their own, or one listener with a wildcard",
  },
  MESH0144: {
    name: "east-west-gateway-contradicted",
    level: "error",
    description:
      "A gateway between networks has no network or has settings of other gateways, or another gateway has a network.",
    remedy: "give a gateway of kind eastwest a `network`, and no ports and listeners",
  },
  MESH0145: {
    name: "gateway-pods-shared",
    level: "error",
    description: "Two gateways have the same pod labels. Istio selects the pods of a gateway by these labels.",
    remedy: "give one of them other `labels`",
  },
  MESH0146: {
    name: "gateway-port-invalid",
    level: "error",
    description: "A port of a gateway's Service has an invalid name or number, or repeats that of another port.",
    remedy: "give each port a name and number of its own",
  },
  MESH0147: {
    name: "gateway-name-invalid",
    level: "error",
    description: "A gateway's name or namespace is not valid in Kubernetes.",
    remedy: "choose another name",
  },
  MESH0148: {
    name: "istio-of-others",
    level: "error",
    description: "The cluster has an Istio that somebody else has installed. The stack would write over its objects.",
    remedy: "set `adopt: true` for what the stack must manage from now on",
  },
} as const satisfies Record<string, CodeFacts>;
