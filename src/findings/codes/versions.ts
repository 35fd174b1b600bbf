import type { CodeFacts } from "./code-facts.js";

/** What takes a newer Istio or Gateway API than the mesh has, or a setting of istiod or of the proxies. */
export const versionCodes = {
  MESH0270: {
    name: "istio-field-too-new",
    level: "error",
    description:
      "An object has a field, a value or a kind that the mesh's Istio does not have. Its definitions drop the field or refuse the object.",
    remedy: "upgrade Istio, or remove it",
  },
  MESH0271: {
    name: "gateway-api-field-too-new",
    level: "error",
    description:
      "An object has a field, a value or a kind that the Gateway API's definitions do not have, by their release or their channel.",
    remedy: "install a release and channel of the Gateway API that have it, or remove it",
  },
  MESH0272: {
    name: "custom-providers-several",
    level: "error",
    description:
      "Policies with action CUSTOM use several providers for the same pods. This istiod does not support that and refuses every request that they match.",
    remedy: "ask one provider alone",
  },
  MESH0273: {
    name: "zones-unknown-to-proxies",
    level: "warning",
    description:
      "Balancing by zones keeps requests in their region alone: the proxies do not know the zones of others like them, so all its zones get the same share.",
    remedy: 'set `defaultConfig.proxyMetadata.ISTIO_META_ENABLE_SELF_DISCOVERY` of the mesh configuration to "true"',
  },
  MESH0274: {
    name: "istio-field-not-in-effect",
    level: "warning",
    description:
      "The definitions of the mesh's Istio have a field or a value, and its istiod makes nothing of it for sidecars yet.",
    remedy: "upgrade Istio, or remove it",
  },
} as const satisfies Record<string, CodeFacts>;
