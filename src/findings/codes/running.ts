import type { CodeFacts } from "./code-facts.js";

/** Codes of what runs, MESH06…: `mesh status` reports them. */
export const runningCodes = {
  MESH0602: {
    name: "control-plane-missing",
    level: "error",
    description: "The cluster has no control plane of Istio.",
    remedy: "run `mesh up`",
  },
  MESH0603: {
    name: "control-plane-not-ready",
    level: "error",
    description: "A control plane has fewer ready replicas than it should have.",
    remedy: "see why with `kubectl describe pod`",
  },
  MESH0604: {
    name: "istiod-not-asked",
    level: "warning",
    description: "A control plane does not say what its proxies have, so late and rejecting proxies are not known.",
    remedy: "allow `get` and `create` on `pods/exec` in its namespace, and leave istiod's debug interface on",
  },
  MESH0605: {
    name: "certificate-expiring",
    level: "warning",
    description: "A certificate of the mesh or of a gateway expires soon.",
    remedy: "renew it",
  },
  MESH0606: {
    name: "certificate-expired",
    level: "error",
    description: "A certificate of the mesh or of a gateway has expired.",
    remedy: "renew it",
  },
  MESH0607: {
    name: "webhook-missing",
    level: "error",
    description:
      "A webhook of a control plane is missing: new pods get no sidecar, or Istio's objects are not validated.",
    remedy: "run `mesh up --refresh`",
  },
  MESH0608: {
    name: "webhook-without-endpoints",
    level: "error",
    description: "A webhook calls a Service that does not exist or that has no ready pods.",
    remedy: "start the control plane, or remove the webhook",
  },
  MESH0609: {
    name: "webhook-not-trusted",
    level: "error",
    description: "The caBundle of a webhook is not the root of the certificate that istiod answers with.",
    remedy: "restart istiod, which writes it",
  },
  MESH0610: {
    name: "webhook-falls-open",
    level: "warning",
    description: "The API server goes on without a webhook that does not answer.",
    remedy: "set its failurePolicy to Fail",
  },
  MESH0611: {
    name: "namespace-without-injector",
    level: "error",
    description: "A namespace asks for sidecars of a revision or tag that does not exist.",
    remedy: "correct its label, or install that revision",
  },
  MESH0612: {
    name: "sidecar-of-other-revision",
    level: "warning",
    description: "Pods have a sidecar of another revision than new pods would get.",
    remedy: "restart their workload",
  },
  MESH0613: {
    name: "injection-failed",
    level: "error",
    description: "Pods cannot be made, because Istio's injector refuses them or does not answer.",
    remedy: "correct what the message names",
  },
  MESH0614: {
    name: "proxy-late",
    level: "warning",
    description: "A proxy has not confirmed the configuration that istiod sent.",
    remedy: "see the log of its container istio-proxy",
  },
  MESH0615: {
    name: "proxy-rejects",
    level: "error",
    description: "Envoy rejects the configuration that istiod sent, and keeps the old one.",
    remedy: "correct the object that the message is about, often an EnvoyFilter",
  },
  MESH0616: {
    name: "proxy-not-connected",
    level: "warning",
    description: "A proxy runs, and no control plane has a connection to it.",
    remedy: "see the log of its container istio-proxy",
  },
  MESH0617: {
    name: "policy-not-there",
    level: "warning",
    description: "The cluster does not have an object that the stack declares.",
    remedy: "run `mesh up --refresh`",
  },
  MESH0618: {
    name: "policy-changed",
    level: "warning",
    description: "The cluster has an object otherwise than the stack declares it.",
    remedy: "run `mesh up`, or take the change over into the stack's files",
  },
  MESH0619: {
    name: "gateway-without-address",
    level: "warning",
    description: "A gateway has no address, so no client can reach it.",
    remedy: "see the Service of its pods",
  },
} as const satisfies Record<string, CodeFacts>;
