/** The webhooks of a configuration that is Istio's: one whose webhooks are named in Istio's name. */
export function isIstioWebhook({ name }: Record<string, unknown>): boolean {
  return typeof name === "string" && name.endsWith("istio.io");
}

const isNotOff = { matchExpressions: [{ key: "sidecar.istio.io/inject", operator: "NotIn", values: ["false"] }] };
const isUnlabeled = ["istio.io/rev", "istio-injection"].map((key) => ({ key, operator: "DoesNotExist" }));

/**
 * The webhooks of an installation that is left out, of whatever revision. Source: charts/istiod/templates/mutatingwebhook.yaml.
 */
export const assumedWebhooks: readonly Record<string, unknown>[] = [
  { namespaceSelector: { matchLabels: { "istio-injection": "enabled" } }, objectSelector: isNotOff },
  {
    namespaceSelector: {
      matchExpressions: [
        { key: "istio.io/rev", operator: "Exists" },
        { key: "istio-injection", operator: "DoesNotExist" },
      ],
    },
    objectSelector: isNotOff,
  },
  {
    namespaceSelector: { matchExpressions: isUnlabeled },
    objectSelector: {
      matchExpressions: [...isNotOff.matchExpressions, { key: "istio.io/rev", operator: "Exists" }],
    },
  },
  {
    namespaceSelector: { matchExpressions: isUnlabeled },
    objectSelector: { matchLabels: { "sidecar.istio.io/inject": "true" } },
  },
];
