import { formatOthers } from "../../names.js";
import { formatValue, toMap, toMaps, toTexts } from "../../../text/read.js";
import type { Rule, RuleContext } from "../../rule.js";
import type { AnalyzedObject } from "../../../mesh/objects.js";
import { type Labels, matchesLabelSelector } from "../../../mesh/selectors.js";
import { isIstioWebhook } from "../../webhook-selector.js";

const revisionLabel = "istio.io/rev";

interface Webhook {
  object: AnalyzedObject;
  index: number;
  webhook: Record<string, unknown>;
}

/** Source: istio pkg/config/analysis/analyzers/webhook/webhook.go. */
export const injectionWebhooks: Rule = {
  name: "injection-webhooks",
  codes: ["IST0139"],
  reads: ["admissionregistration.k8s.io/MutatingWebhookConfiguration", "Service"],
  check: (context) => {
    const objects = context
      .list("admissionregistration.k8s.io/MutatingWebhookConfiguration")
      .map((object) => ({ object, webhooks: toMaps(object.manifest.webhooks) }))
      .filter(({ object, webhooks }) => webhooks.some(isIstioWebhook) || listRevisions(object).length > 0);
    const hooks = objects.flatMap(({ object, webhooks }) =>
      webhooks.map((webhook, index): Webhook => ({ object, index, webhook })),
    );
    const revisions = [...new Set(objects.flatMap(({ object }) => listRevisions(object)))];
    checkOverlaps(context, hooks, revisions);
    for (const hook of hooks) checkService(context, hook);
  },
};

function listRevisions({ manifest }: AnalyzedObject): string[] {
  const selectors = toMaps(manifest.webhooks).flatMap((webhook) => [webhook.namespaceSelector, webhook.objectSelector]);
  return [
    ...toTexts([toMap(manifest.metadata.labels)[revisionLabel]]),
    ...selectors.flatMap((selector) => [
      ...toTexts([toMap(toMap(selector).matchLabels)[revisionLabel]]),
      ...toMaps(toMap(selector).matchExpressions)
        .filter(({ key }) => key === revisionLabel)
        .flatMap(({ values }) => toTexts(values)),
    ]),
  ];
}

/** Every way in which namespaces and pods may be labeled for injection must lead to one webhook at most. */
function checkOverlaps({ report }: RuleContext, hooks: readonly Webhook[], revisions: readonly string[]): void {
  const namespaces = combine("istio-injection", ["enabled", "disabled"], revisions);
  const pods = combine("sidecar.istio.io/inject", ["true", "false"], revisions);
  const othersOf = new Map<Webhook, Set<Webhook>>();
  const selectedPods = new Map(
    hooks.map((hook) => [
      hook,
      new Set(pods.filter((labels) => matchesLabelSelector(hook.webhook.objectSelector, labels))),
    ]),
  );
  for (const labels of namespaces) {
    const here = hooks.filter(({ webhook }) => matchesLabelSelector(webhook.namespaceSelector, labels));
    for (const pod of pods) {
      const selecting = here.filter((hook) => selectedPods.get(hook)?.has(pod));
      if (selecting.length < 2) continue;
      for (const hook of selecting) {
        const others = othersOf.get(hook) ?? new Set();
        othersOf.set(hook, others);
        for (const other of selecting) others.add(other);
      }
    }
  }
  for (const [hook, others] of othersOf) {
    const elsewhere = [...new Set([...others].map(({ object }) => object))];
    const names = elsewhere.length > 1 ? formatOthers(elsewhere, hook.object) : "another webhook of this object";
    const message = `the webhook ${formatValue(hook.webhook.name)} selects pods that are selected by ${names} too, so these are injected twice`;
    report(hook.object, { code: "IST0139", path: ["webhooks", hook.index, "name"], message });
  }
}

function combine(key: string, values: readonly string[], revisions: readonly string[]): Labels[] {
  const base: Labels[] = [{}, ...values.map((value) => ({ [key]: value }))];
  return [
    ...base,
    ...revisions.flatMap((revision) => base.map((labels) => ({ ...labels, [revisionLabel]: revision }))),
  ];
}

function checkService({ find, list, mesh, report }: RuleContext, { object, index, webhook }: Webhook): void {
  const { name, namespace } = toMap(toMap(webhook.clientConfig).service);
  if (typeof name !== "string" || typeof namespace !== "string") return;
  if (find("Service", namespace, name) !== undefined) return;
  // The control plane may have been left out: it counts as present unless one is declared.
  const isControlPlane = (service: string) => service === "istiod" || service.startsWith("istiod-");
  const isDeclared = list("Service").some(
    (service) => service.namespace === namespace && isControlPlane(service.manifest.metadata.name),
  );
  if (namespace === mesh.rootNamespace && isControlPlane(name) && !isDeclared) return;
  const message = `the webhook ${formatValue(webhook.name)} calls the Service ${name}.${namespace}, which is not there`;
  report(object, { code: "IST0139", path: ["webhooks", index, "clientConfig", "service", "name"], message });
}
