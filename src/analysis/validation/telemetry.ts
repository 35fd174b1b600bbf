import { isExpression } from "../schemas/cel.js";
import type { Field } from "./field.js";
import type { CheckKind } from "./kind.js";
import { checkPolicyTarget } from "./selection.js";

/** Source: `ValidateTelemetry` in istio pkg/config/validation/validation.go. */
export const checkTelemetry: CheckKind = ({ spec }) => {
  checkPolicyTarget(spec);
  const [metrics, tracing, logging] = [spec.at("metrics"), spec.at("tracing"), spec.at("accessLogging")];
  for (const entry of [metrics, tracing, logging].flatMap(({ entries }) => entries)) {
    for (const provider of entry.at("providers").entries) {
      if (!provider.at("name").isFilled) provider.at("name").wants("it must be a provider of the mesh configuration");
    }
  }
  for (const filter of logging.entries.map((entry) => entry.at("filter"))) {
    const expression = filter.at("expression");
    if (filter.isGiven && !isExpression(expression.text)) expression.wants("it must be an expression in CEL");
  }
  if (tracing.entries.length > 1) tracing.warn("has more than one entry; Istio uses only the first");
  for (const entry of tracing.entries) checkTracing(entry);
  for (const override of metrics.entries.flatMap((entry) => entry.at("overrides").entries)) checkOverride(override);
};

const tagSources = { literal: "value", header: "name", environment: "name" } as const;

function checkTracing(entry: Field): void {
  if (entry.at("providers").entries.length > 1)
    entry.at("providers").warn("has more than one entry; Istio uses only the first");
  const share = entry.at("randomSamplingPercentage");
  if (share.number < 0 || share.number > 100) share.wants("it must be within 0 and 100");
  for (const [name, tag] of entry.at("customTags").fields) {
    if (name === "" && tag.isGiven) tag.refuse("has no name");
    for (const [source, field] of Object.entries(tagSources)) {
      const inner = tag.at(source).at(field);
      if (tag.at(source).isGiven && !inner.isFilled) inner.wants("it must be a string that is not empty");
    }
  }
}

function checkOverride(override: Field): void {
  for (const [name, tag] of override.at("tagOverrides").fields) {
    if (!tag.isGiven) continue;
    if (name === "") tag.warn("has no name");
    const [operation, value] = [tag.at("operation").text || "UPSERT", tag.at("value")];
    if (operation === "UPSERT" && !value.isFilled) value.wants("operation UPSERT needs it");
    if (operation === "REMOVE" && value.isFilled) value.wants("with operation REMOVE it must be left out");
  }
  const metric = override.at("match", "customMetric");
  if (metric.isGiven && metric.text === "") metric.wants("it must be a metric's name");
}
