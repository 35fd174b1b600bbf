import { createProblem, createSettingProblem, type Problem } from "../../findings/problem.js";
import type { ValuePath } from "../../findings/place.js";
import { findUnknownChoice } from "../choices.js";
import { findRevisionProblems } from "./revision.js";

/** How the pods of a namespace join the mesh. */
export const Injection = {
  /** Sidecars of the default control plane. */
  Enabled: "enabled",
  /** No sidecars, even where the mesh injects everywhere by default. */
  Disabled: "disabled",
  /** Sidecars of the control plane with the given revision or revision tag. */
  Revision: "revision",
  /** No sidecars; the node's ztunnel carries the traffic. */
  Ambient: "ambient",
  /** No label: the mesh's own default. */
  None: "none",
} as const;
export type Injection = (typeof Injection)[keyof typeof Injection];

/** Label of a namespace that switches sidecars of the default control plane on or off. */
const injectionLabel = "istio-injection";
/** Label of a namespace that chooses a revision's sidecars. */
const revisionLabel = "istio.io/rev";
/** Label of a namespace that chooses ambient mode. */
const dataplaneLabel = "istio.io/dataplane-mode";

/** The labels that decide injection; nobody else may set them on a namespace of ours. */
const injectionLabels: readonly string[] = [injectionLabel, revisionLabel, dataplaneLabel];

/** How a namespace takes part, as a person says it. */
export interface InjectionSettings {
  injection: Injection;
  /** With `Injection.Revision` only. */
  revision?: string;
  /** The namespace's other labels. */
  labels?: Record<string, string>;
}

/** The one label, or none, that means exactly this. Call `findInjectionProblems` first. */
export function computeInjectionLabels(injection: Injection, revision?: string): Record<string, string> {
  switch (injection) {
    case Injection.Enabled:
    case Injection.Disabled:
      return { [injectionLabel]: injection };
    case Injection.Revision:
      if (revision === undefined) throw new Error('injection "revision" without a revision');
      return { [revisionLabel]: revision };
    case Injection.Ambient:
      return { [dataplaneLabel]: "ambient" };
    case Injection.None:
      return {};
  }
}

/** What is wrong with a namespace's injection: a revision missing or superfluous, or a label that says it a second time. */
export function findInjectionProblems({ injection, revision, labels = {} }: InjectionSettings): Problem[] {
  const unknown = findUnknownChoice(["injection"], injection, Object.values(Injection));
  return unknown.length > 0 ? unknown : [...findRevision(injection, revision), ...findReservedLabels(labels)];
}

/**
 * Labels of an existing namespace, together with ours, that contradict each other. As Istio judges it: a namespace that opts
 * out by `istio-injection: disabled` is clear, whatever else it carries. https://istio.io/latest/docs/reference/config/analysis/ist0123/
 */
export function findInjectionConflicts(labels: Readonly<Record<string, string>>): Problem[] {
  if (labels[injectionLabel] !== undefined && labels[injectionLabel] !== "enabled") return [];
  const present = injectionLabels.filter((label) => labels[label] !== undefined);
  if (present.length < 2) return [];
  const listed = present.map((label) => `${label}=${labels[label] ?? ""}`).join(", ");
  return [createProblem(["labels"], "IST0123", `the namespace has more than one injection label: ${listed}`)];
}

function findRevision(injection: Injection, revision: string | undefined): Problem[] {
  const create = (path: ValuePath, message: string, remedy: string) =>
    createSettingProblem(path, "MESH0114", message, remedy);
  if (injection === Injection.Revision) {
    if (revision !== undefined) return findRevisionProblems(revision);
    return [create(["injection"], 'is "revision", but there is no `revision`', "name the `revision`")];
  }
  if (revision === undefined) return [];
  const message = `is "${revision}", but \`injection\` is "${injection}", which has none`;
  return [create(["revision"], message, 'remove `revision`, or set `injection` to "revision"')];
}

function findReservedLabels(labels: Record<string, string>): Problem[] {
  return injectionLabels
    .filter((label) => labels[label] !== undefined)
    .map((label) =>
      createSettingProblem(["labels"], "MESH0115", `has ${label}=${labels[label] ?? ""}, which decides injection`),
    );
}
