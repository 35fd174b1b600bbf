import { z } from "zod";
import type { Manifest } from "../../kubernetes/manifest.js";
import { accessRule, checkRule, checkRuleOfService, renderRule, type AccessRule } from "../access/access-rule.js";
import { checkCaller } from "../access/callers.js";
import { defineKind, type Context, type ServiceContext } from "../kind.js";
import { isWithin } from "../access/rule-containment.js";
import { findSelector } from "../service/selector.js";

const schema = z.strictObject({
  default: z.enum(["allow", "deny"]).optional().meta({
    description:
      "What happens to a request that matches no rule. Default: deny with `allow`, else the default of the namespace or the mesh, else allow.",
  }),
  allow: z.array(accessRule).optional().meta({
    description:
      "Who may, and what. Where a service's own document has no list, services that declare by `calls` that they call it may, too.",
  }),
  deny: z.array(accessRule).optional().meta({ description: "Callers that are refused, even if `allow` matches." }),
  dryRun: z.boolean().optional().meta({
    description: "Only logs and counts requests that would be refused. The rules without this value stay in effect.",
    default: false,
  }),
});

type Access = z.infer<typeof schema>;

interface Given {
  type: string;
  value: Access;
}

export const access = defineKind({
  key: "access",
  summary: "Who may call what: by service, namespace, path, method, port and token; the others get 403.",
  source: "Istio: AuthorizationPolicy",
  schema,
  documents: ["service", "namespace", "mesh"],
  protocols: ["http", "grpc", "tcp"],
  example: `service: shop/reviews
access:
  default: deny
  allow:
    - { from: [shop/productpage], methods: [GET], paths: [/reviews/*] }
    - { from: [monitoring/*] }
`,
  // What is enforced may only get less: a dry run changes nothing of it, and one outside limits nothing. An outer value without
  // `allow` leaves it to each service whom it lets in; one with `allow` is the most that may be let in.
  isTighter: (inner, outer) =>
    inner.dryRun === true ||
    outer.dryRun === true ||
    (!(saysDeny(outer) && inner.default === "allow") &&
      (outer.allow === undefined || isAllWithin(inner.allow ?? [], outer.allow)) &&
      isAllWithin(outer.deny ?? [], inner.deny ?? [])),
  toObjects: (value, context) => {
    checkAccess(value, context);
    const { service, namespace, mesh, given } = context;
    if (service !== undefined || !saysDeny(value)) return [];
    const shut = render("default.allow", namespace, value, { action: "ALLOW" });
    if (given.at(-1)?.type !== "mesh") return [shut];
    // The gateways are in the mesh too; what passes them is for the services behind them to decide.
    const open = mesh.gateways.map((gateway) =>
      render(`default.allow.${gateway.name}`, gateway.namespace, value, {
        selector: { matchLabels: gateway.labels },
        action: "ALLOW",
        rules: [{}],
      }),
    );
    return [shut, ...open];
  },
  // Istio adds the policies of all levels up, so that an outer rule could not be replaced; rules are each service's therefore.
  toServiceObjects: (_, context) => {
    const given = context.given as readonly Given[];
    const enforced = given.filter(({ value }) => value.dryRun !== true);
    const last = given.at(-1);
    checkInherited(given, context);
    return [
      ...renderLevel(enforced, context),
      ...(last?.value.dryRun === true ? renderLevel([...enforced, last], context) : []),
    ];
  },
});

/** Objects of a service for the innermost of the values that say something of it. */
function renderLevel(chain: readonly Given[], context: ServiceContext): Manifest[] {
  const { service } = context;
  const last = chain.at(-1);
  if (last === undefined) return [];
  const { value, type } = last;
  const isOwn = type === "service";
  const isShut = chain.some((one) => one.type !== "service" && saysDeny(one.value));
  const allow = renderRules([...(value.allow ?? []), ...findCalls(last, context)], "ALLOW", context);
  const deny = renderRules(value.deny ?? [], "DENY", context);
  const specs: { what: string; spec: object }[] = [];
  if (!isDenied(chain)) {
    if (isShut) specs.push({ what: "allow", spec: { action: "ALLOW", rules: [{}] } });
  } else if (allow.length > 0 || isOwn || !isShut) {
    specs.push({ what: "allow", spec: { action: "ALLOW", ...(allow.length === 0 ? {} : { rules: allow }) } });
  }
  if (deny.length > 0) specs.push({ what: "deny", spec: { action: "DENY", rules: deny } });
  const selector = specs.length === 0 ? undefined : findSelector("access", service, context);
  if (selector === undefined) return [];
  return specs.map(({ what, spec }) =>
    render(`${service.name}.${what}`, service.namespace, value, { selector, ...spec }),
  );
}

function renderRules(rules: readonly AccessRule[], action: "ALLOW" | "DENY", context: ServiceContext): object[] {
  return rules.flatMap((rule) => renderRule(rule, action, context.service, context) ?? []);
}

/** A rule for the services that declare that they call this one, unless its own document has a list. */
function findCalls({ value, type }: Given, { callers }: ServiceContext): AccessRule[] {
  if (callers.length === 0 || (type === "service" && value.allow !== undefined)) return [];
  return [{ from: callers.map(({ namespace, name }) => `${namespace}/${name}`) }];
}

/** What is wrong with outer values, or with what others say, for this one service. */
function checkInherited(given: readonly Given[], context: ServiceContext): void {
  const { service, report } = context;
  const last = given.at(-1);
  if (last === undefined) return;
  if (isDenied(given) && last.type === "service") checkRefusedCalls(last.value, context);
  if (isDenied(given)) {
    findCalls(last, context).forEach(({ from = [] }) => from.forEach((one) => checkCaller(one, [], context)));
  }
  if (last.type === "service" || service.isDeclared) return;
  for (const list of ["allow", "deny"] as const) {
    last.value[list]?.forEach((rule, index) => checkRuleOfService(rule, [list, index], service, report));
  }
}

/** Services that declare that they call this one, and that its own list leaves out. Whom `principals` and `trustDomains` name is not compared. */
function checkRefusedCalls({ allow }: Access, { callers, report }: ServiceContext): void {
  if (allow === undefined || allow.some(({ from, principals }) => from === undefined || principals !== undefined))
    return;
  const named = new Set(allow.flatMap(({ from = [] }) => from));
  for (const { namespace, name } of callers) {
    if (named.has(`${namespace}/${name}`) || named.has(`${namespace}/*`)) continue;
    report(["allow"], "MESH0221", `${namespace}/${name} declares that it calls this service, and no rule names it`);
  }
}

function checkAccess(value: Access, context: Context): void {
  const { service, values, report } = context;
  if (value.default === "allow" && value.allow !== undefined) {
    report(["allow"], "MESH0206", "allow has no effect when default is allow", "set default to deny, or remove allow");
  }
  for (const list of ["allow", "deny"] as const) {
    value[list]?.forEach((rule, index) => {
      checkRule(rule, [list, index], context);
      if (service !== undefined) checkRuleOfService(rule, [list, index], service, report);
    });
  }
  const mode = (values.mtls as { mode?: string } | undefined)?.mode;
  value.deny?.forEach((rule, index) => {
    const named = (["from", "principals", "trustDomains"] as const).find((field) => rule[field] !== undefined);
    if (named === undefined || mode === "STRICT") return;
    report(["deny", index, named], "MESH0220", `a caller in ${named} that sends plain text is not refused`);
  });
}

function saysDeny(value: Access): boolean {
  return (value.default ?? (value.allow === undefined ? undefined : "deny")) === "deny";
}

/** Whether what no rule names is refused. */
function isDenied(chain: readonly Given[]): boolean {
  const last = chain.findLast(({ value }) => value.default !== undefined || value.allow !== undefined);
  return last !== undefined && saysDeny(last.value);
}

function isAllWithin(inner: readonly AccessRule[], outer: readonly AccessRule[]): boolean {
  return inner.every((rule) => outer.some((other) => isWithin(rule, other)));
}

function render(name: string, namespace: string, { dryRun = false }: Access, spec: object): Manifest {
  const metadata = dryRun
    ? { name: `${name}.dry-run`, namespace, annotations: { "istio.io/dry-run": "true" } }
    : { name, namespace };
  return { apiVersion: "security.istio.io/v1", kind: "AuthorizationPolicy", metadata, spec };
}
