import type { EnforcementLevel, Policies, PolicyConfigSchema, StackValidationPolicy } from "@pulumi/policy";
import { rules } from "./analysis/all.js";
import type { AnalysisInput } from "./analysis/analyze.js";
import type { Suppression } from "./analysis/suppression.js";
import { codes } from "./findings/codes.js";
import { formatFinding, type Level } from "./findings/finding.js";
import { analyzeStack } from "./policy-pack/analyze-stack.js";

/** What the policies know beside the stack's resources. */
export type MeshPolicyOptions = Pick<AnalysisInput, "assumed" | "mesh" | "suppressions">;

interface LevelPolicy {
  name: string;
  description: string;
  enforcementLevel: EnforcementLevel;
}

/** The warnings come last: they say which suppressions of all policies leave out nothing. */
const policies: Readonly<Record<Level, LevelPolicy>> = {
  info: {
    name: "istio-notes",
    description: "Worth knowing of the mesh.",
    enforcementLevel: "disabled",
  },
  error: {
    name: "istio-errors",
    description: "The mesh cannot do what is declared.",
    enforcementLevel: "mandatory",
  },
  warning: {
    name: "istio-warnings",
    description: "The mesh probably does something else than is meant.",
    enforcementLevel: "advisory",
  },
};

/** A policy's part of the pack's configuration (`--policy-pack-config`). */
interface MeshPolicyConfig {
  rootNamespace?: string;
  suppressions?: Suppression[];
}

/**
 * The analysis of `mesh analyze` as policies for Pulumi's policy packs, for programs of any language that make Kubernetes objects
 * with `@pulumi/kubernetes`: a policy a level, whose enforcement level decides what fails.
 *
 * The resources of the stack count as the whole mesh. What other stacks or tools make, and this one refers to, is given as
 * `assumed`; findings that are no problem are left out by `suppressions`, by those of each policy's configuration, or by the
 * annotation `galley.istio.io/analyze-suppress`.
 */
export function createMeshPolicies(options: MeshPolicyOptions = {}): Policies {
  const configured = new Map<string, readonly Suppression[]>();
  return Object.entries(policies).map(([level, policy]): StackValidationPolicy => {
    const { name } = policy;
    return {
      ...policy,
      configSchema: describeConfig(level as Level),
      validateStack: (stack, reportViolation) => {
        const { rootNamespace, suppressions = [] } = stack.getConfig<MeshPolicyConfig>();
        configured.set(name, suppressions);
        const { findings, undecided } = analyzeStack(stack.resources, {
          ...options,
          mesh: { ...options.mesh, ...(rootNamespace === undefined ? {} : { rootNamespace }) },
          suppressions: [...(options.suppressions ?? []), ...[...configured.values()].flat()],
        });
        for (const { file, ...finding } of findings) {
          if (finding.level === level) reportViolation(formatFinding({ ...finding, resource: undefined }), file);
        }
        if (level !== "info") return;
        for (const [urn, rules] of undecided) {
          reportViolation(`not checked before its values are known: ${rules.join(", ")}`, urn);
        }
      },
    };
  });
}

function describeConfig(level: Level): PolicyConfigSchema {
  const text = { type: "string" } as const;
  const found = new Set(rules.flatMap((rule) => rule.codes));
  const ofLevel = [...found].filter((code) => codes[code].level === level).sort();
  return {
    properties: {
      rootNamespace: { ...text, description: "Namespace of the control plane (default: istio-system)." },
      suppressions: {
        type: "array",
        description: "Findings to leave out, each with a reason.",
        items: {
          type: "object",
          properties: {
            code: { ...text, enum: ofLevel },
            resource: { ...text, description: "<Kind> <name>.<namespace>; * matches anything." },
            reason: { ...text, minLength: 1 },
          },
          required: ["code", "resource", "reason"],
          additionalProperties: false,
        },
      },
    },
  };
}
