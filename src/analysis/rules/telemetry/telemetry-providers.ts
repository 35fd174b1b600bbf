import { formatValue, toMap, toMaps, toTexts } from "../../../text/read.js";
import type { Rule, RuleContext } from "../../rule.js";
import type { AnalyzedObject } from "../../../mesh/objects.js";

/**
 * Source: istio pkg/config/analysis/analyzers/telemetry/providers.go, with what is inherited: by `mergeLogs` in pilot/pkg/model a
 * provider may come from above or from an entry before, and a filter counts only beside a provider.
 */
export const telemetryProviders: Rule = {
  name: "telemetry-providers",
  codes: ["IST0002", "IST0157"],
  reads: ["telemetry.istio.io/Telemetry"],
  check: (context) => {
    const { rootNamespace, config } = context.mesh;
    checkLightstep(context);
    if (toTexts(toMap(config.defaultProviders).accessLogging).length > 0) return;
    const all = context.list("telemetry.istio.io/Telemetry");
    const naming = all.filter((object) => isForAll(object) && listEntries(object).some(hasProviders));
    const namespaces = new Set(naming.map(({ namespace }) => namespace));
    for (const object of all) {
      const above = [
        ...(isForAll(object) ? [] : [object.namespace]),
        ...(isForAll(object) && object.namespace === rootNamespace ? [] : [rootNamespace]),
      ];
      checkEntries(
        context,
        object,
        above.some((namespace) => namespaces.has(namespace)),
      );
    }
  },
};

/** Source: istio pkg/config/analysis/analyzers/telemetry/lightstep.go. */
function checkLightstep({ mesh, list, report }: RuleContext): void {
  const providers = toMaps(mesh.config.extensionProviders).filter(({ lightstep }) => lightstep !== undefined);
  const names = new Set(providers.map(({ name }) => name as unknown));
  for (const object of list("telemetry.istio.io/Telemetry")) {
    toMaps(object.manifest.spec?.tracing).forEach((tracing, index) => {
      toMaps(tracing.providers).forEach(({ name }, at) => {
        if (!names.has(name)) return;
        const path = ["spec", "tracing", index, "providers", at, "name"];
        const message = `the provider ${formatValue(name)} is of type lightstep, which is deprecated`;
        report(object, { code: "IST0002", path, message, remedy: "use a provider of type opentelemetry" });
      });
    });
  }
}

function checkEntries({ report }: RuleContext, object: AnalyzedObject, isInherited: boolean): void {
  let hasProvider = isInherited;
  listEntries(object).forEach((entry, index) => {
    if (hasProviders(entry)) {
      hasProvider = true;
      return;
    }
    if (entry.disabled === true || (hasProvider && entry.filter === undefined)) return;
    const message = hasProvider
      ? "the filter is ignored, because the entry has no provider"
      : "no provider is named here, nor in what this inherits from, so nothing is logged";
    report(object, { code: "IST0157", path: ["spec", "accessLogging", index], message });
  });
}

function isForAll({ manifest }: AnalyzedObject): boolean {
  const { selector, targetRef, targetRefs } = toMap(manifest.spec);
  return selector === undefined && targetRef === undefined && targetRefs === undefined;
}

function listEntries({ manifest }: AnalyzedObject): readonly Record<string, any>[] {
  return toMaps(manifest.spec?.accessLogging);
}

function hasProviders({ providers }: Record<string, any>): boolean {
  return toMaps(providers).length > 0;
}
