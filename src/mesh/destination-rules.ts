import { readExportTo, toFqdn } from "./host-names.js";
import { toMap, toText, toTexts } from "../text/read.js";
import type { AnalyzedObject, MeshReader } from "./objects.js";
import { file } from "./selection.js";

/** A DestinationRule, and from where it is seen. */
export interface SeenRule {
  object: AnalyzedObject;
  /** Its full host; may begin with `*`. */
  host: string;
  /** As `exportTo` says, or the mesh's default; its own namespace alone where it has a workloadSelector. */
  visibleIn: ReadonlySet<string>;
  /** Whether proxies of its own namespace look at it. */
  isLocal: boolean;
  /** Whether proxies of other namespaces may look at it. */
  isExported: boolean;
}

/** The DestinationRules of a mesh, ready to be asked for. */
export interface DestinationRules {
  /**
   * The rules of one host by which proxies of a namespace call: of their own namespace, else of the service's, else of the root
   * namespace; in each of them those of the most particular host alone.
   */
  find: (host: string, caller: string, serviceNamespaces: readonly string[]) => readonly SeenRule[];
  /** All rules that are for a host, of whatever namespace, those of wildcards too. */
  listAll: (host: string) => readonly SeenRule[];
}

/** The rules of one namespace by their hosts. */
class HostIndex {
  readonly #byHost = new Map<string, SeenRule[]>();
  readonly #lengths = new Set<number>();

  add(rule: SeenRule): void {
    file(this.#byHost, rule.host, rule);
    if (rule.host.startsWith("*")) this.#lengths.add(rule.host.length);
  }

  /** The rules of a host's own name, then those of the wildcards that cover it, the longest first. */
  list(host: string): readonly (readonly SeenRule[])[] {
    const rest = host.startsWith("*") ? host.slice(1) : host;
    const lengths = [...this.#lengths].filter((length) => length - 1 <= rest.length).sort((a, b) => b - a);
    const names = [host, ...lengths.map((length) => `*${rest.slice(rest.length - (length - 1))}`)];
    return [...new Set(names)].flatMap((name) => {
      const rules = this.#byHost.get(name);
      return rules === undefined ? [] : [rules];
    });
  }
}

/** Source: `setDestinationRules` and `destinationRule` in istio pilot/pkg/model/push_context.go. Reads `DestinationRule`. */
export function createDestinationRules(context: MeshReader): DestinationRules {
  const { mesh } = context;
  const local = new Map<string, HostIndex>();
  const exported = new Map<string, HostIndex>();
  const all = new HostIndex();
  for (const rule of listDestinationRules(context)) {
    const { object } = rule;
    // In the root namespace only what no other sees goes before the rules of the service's namespace.
    const isFirst = object.namespace !== mesh.rootNamespace || !rule.isExported;
    if (rule.isLocal && isFirst) getIndex(local, object.namespace).add(rule);
    if (rule.isExported) getIndex(exported, object.namespace).add(rule);
    all.add(rule);
  }
  const findExported = (namespace: string, host: string, caller: string) =>
    (exported.get(namespace)?.list(host)[0] ?? []).filter(
      ({ visibleIn }) => visibleIn.has("*") || visibleIn.has(caller),
    );
  return {
    find: (host, caller, serviceNamespaces) => {
      const own = local.get(caller)?.list(host)[0];
      if (own !== undefined) return own;
      const ofService = serviceNamespaces.flatMap((namespace) => findExported(namespace, host, caller));
      return ofService.length > 0 ? ofService : findExported(mesh.rootNamespace, host, caller);
    },
    listAll: (host) => all.list(host).flat(),
  };
}

/** All DestinationRules, and from where each is seen. */
export function listDestinationRules({ list, mesh }: MeshReader): SeenRule[] {
  return list("networking.istio.io/DestinationRule").map((object) => readRule(object, mesh.config));
}

function readRule(object: AnalyzedObject, config: Readonly<Record<string, any>>): SeenRule {
  const { namespace } = object;
  const { exportTo, workloadSelector, host } = toMap(object.manifest.spec);
  const isSelecting = workloadSelector !== undefined && workloadSelector !== null;
  const own = isSelecting ? ["."] : toTexts(exportTo);
  // Of the mesh's default only "." counts; without it a rule is for all.
  const byDefault = toTexts(config.defaultDestinationRuleExportTo).includes(".") ? ["."] : ["*"];
  const visibleIn = readExportTo(own, byDefault, namespace);
  const isPrivate = visibleIn.size === 1 && visibleIn.has(namespace);
  const isLocal = visibleIn.has("*") || visibleIn.has(namespace);
  return { object, host: toFqdn(toText(host), namespace), visibleIn, isLocal, isExported: !isPrivate };
}

function getIndex(indexes: Map<string, HostIndex>, namespace: string): HostIndex {
  const known = indexes.get(namespace);
  if (known !== undefined) return known;
  const made = new HostIndex();
  indexes.set(namespace, made);
  return made;
}
