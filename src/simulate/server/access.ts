import type { AnalyzedObject, MeshReader } from "../../mesh/objects.js";
import { createAccessPolicies } from "../../mesh/policy-attachment.js";
import { readTrustDomain } from "../../mesh/identities.js";
import { toMap, toMaps, toText, toTexts } from "../../text/read.js";
import { createStep, type Step } from "../answer.js";
import { formatObject } from "../format-object.js";
import type { End } from "../routed.js";
import { isDoubt, type Truth } from "../truth.js";
import { matchesRule } from "./access-rule.js";
import type { Arrival, Passage } from "./arrival.js";

/** A rule, and whether it is for what arrives. */
interface Found {
  object: AnalyzedObject;
  index: number;
  truth: Truth;
}

type Action = "ALLOW" | "DENY" | "CUSTOM";

/**
 * What an external authorizer is asked: before tokens are looked at, so that no rule of CUSTOM goes by them. No object says what it answers.
 * Source: `buildHTTPConnectionManager` in istio pilot/pkg/networking/core/listener_builder.go.
 */
export function askAuthorizer(reader: MeshReader, arrival: Arrival): Passage {
  const found = judge(reader, { ...arrival, claims: undefined }, "CUSTOM").find(({ truth }) => truth !== false);
  if (found === undefined) return { steps: [] };
  const { object, truth } = found;
  const provider = toText(toMap(object.manifest.spec?.provider).name);
  const rule = formatRule(found);
  const message = `${rule} ${isDoubt(truth) ? "may ask" : "asks"} the authorizer "${provider}"`;
  const reason = isDoubt(truth)
    ? `${message}: ${truth.doubt}`
    : `no object says what the authorizer "${provider}" answers`;
  return { steps: [locateRule(found, message)], end: { kind: "unknown", reason } };
}

/**
 * Whether AuthorizationPolicies let in what arrives: DENY goes before ALLOW, and where there is any ALLOW policy, one of their rules must match.
 * AUDIT decides nothing, and a policy of dry run neither. Source: https://istio.io/latest/docs/concepts/security/#implicit-enablement,
 * `build` in istio pilot/pkg/security/authz/builder/builder.go.
 */
export function checkAccess(reader: MeshReader, arrival: Arrival): Passage {
  const denying = judge(reader, arrival, "DENY");
  const denial = denying.find(({ truth }) => truth === true);
  if (denial !== undefined) {
    const message = `${formatRule(denial)} denies the request`;
    return { steps: [locateRule(denial, message)], end: createDenial(arrival) };
  }
  const doubtful = denying.find(({ truth }) => isDoubt(truth));
  if (doubtful !== undefined) return createDoubt(doubtful, "may deny the request");
  const policies = listPolicies(reader, arrival, "ALLOW");
  if (policies.length === 0) return { steps: [] };
  const allowing = judge(reader, arrival, "ALLOW");
  const permission = allowing.find(({ truth }) => truth === true);
  if (permission !== undefined) {
    const message = `${formatRule(permission)} allows the request`;
    return { steps: [locateRule(permission, message)] };
  }
  const unclear = allowing.find(({ truth }) => isDoubt(truth));
  if (unclear !== undefined) return createDoubt(unclear, "may allow the request");
  return { steps: [createRefusal(policies)], end: createDenial(arrival) };
}

function createRefusal(policies: readonly AnalyzedObject[]): Step {
  const [first] = policies;
  const names = policies.map(formatObject).join(", ");
  const message = `no rule of ${names} matches, so the request is denied`;
  if (first === undefined) return { stage: "authorization", message };
  return createStep("authorization", message, first, ["spec"]);
}

function createDoubt(found: Found, what: string): Passage {
  const message = `${formatRule(found)} ${what}`;
  const reason = isDoubt(found.truth) ? `${message}: ${found.truth.doubt}` : message;
  return { steps: [locateRule(found, message)], end: { kind: "unknown", reason } };
}

function formatRule({ object, index }: Found): string {
  return `rule ${index + 1} of ${formatObject(object)}`;
}

/** Of a connection that is closed no answer comes. */
function createDenial({ isHttp }: Arrival): End {
  if (!isHttp)
    return { kind: "broken", reason: "the server's proxy closes the connection: an AuthorizationPolicy denies it" };
  return { kind: "answered", status: 403, by: "denied", body: "RBAC: access denied" };
}

function locateRule({ object, index }: Found, message: string): Step {
  return createStep("authorization", message, object, ["spec", "rules", index]);
}

function judge(reader: MeshReader, arrival: Arrival, action: Action): Found[] {
  const { mesh } = reader;
  const trustDomains = [readTrustDomain(mesh), ...toTexts(mesh.config.trustDomainAliases)];
  return listPolicies(reader, arrival, action).flatMap((object) => {
    const surroundings = { namespace: object.namespace, trustDomains };
    const judged = { arrival, surroundings, isAllowing: action === "ALLOW" };
    return toMaps(object.manifest.spec?.rules).map((rule, index) => ({
      object,
      index,
      truth: matchesRule(rule, judged),
    }));
  });
}

function listPolicies({ ask }: MeshReader, { workload }: Arrival, action: Action): readonly AnalyzedObject[] {
  return ask(createAccessPolicies)(workload).filter(
    // A CUSTOM policy of dry run asks all the same: see `buildHTTP` there.
    (object) => readAction(object) === action && (action === "CUSTOM" || !isDryRun(object)),
  );
}

function readAction({ manifest }: AnalyzedObject): string {
  return toText(toMap(manifest.spec).action) || "ALLOW";
}

/** As Go's `strconv.ParseBool` reads it. */
function isDryRun({ manifest }: AnalyzedObject): boolean {
  const value: unknown = toMap(manifest.metadata.annotations)["istio.io/dry-run"];
  return typeof value === "string" && /^(1|t|T|true|TRUE|True)$/.test(value);
}
