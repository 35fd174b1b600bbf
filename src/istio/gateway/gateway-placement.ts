import { createProblem, type Problem } from "../../findings/problem.js";
import { Injection } from "../control-plane/injection.js";
import { readValue } from "../merge.js";
import type { PlacedGateway } from "./mesh-gateways.js";
import { resolveControlPlane } from "../control-plane/resolve.js";
import type { ControlPlaneSettings } from "../control-plane/settings.js";

/** How the pods of a namespace join the mesh, as far as it is given. */
export interface PlacementNamespace {
  injection?: Injection;
  revision?: string;
}

/**
 * Gateways that the webhook of their control plane would not inject, so that their pods would stay without an image. The chart's pods
 * ask for the proxy themselves, by `sidecar.istio.io/inject` and the revision; but a namespace with a label of injection decides for all
 * of its pods. Source: the selectors of templates/mutatingwebhook.yaml in the chart istiod.
 * @param gateways as `computeMeshGateways` gives them
 */
export function findPlacementProblems(
  controlPlane: ControlPlaneSettings,
  gateways: Readonly<Record<string, PlacedGateway>>,
  namespaces: Readonly<Record<string, PlacementNamespace>>,
): Problem[] {
  const answered = listAnsweredRevisions(controlPlane);
  const { namespace: rootNamespace } = resolveControlPlane(controlPlane);
  return Object.entries(gateways).flatMap(([gateway, settings]) => {
    const { namespace = rootNamespace, revision = "" } = settings;
    // A revision that the control plane itself has is for its own settings to be judged by.
    if (!answered.includes(revision) && revision !== controlPlane.revision) {
      const message = `gateway ${gateway}: \`revision\` is "${revision}", but the mesh's control plane ${describe(answered)}`;
      return [createProblem(["gateways", gateway, "revision"], "MESH0117", message)];
    }
    // istiod writes the pods of a Gateway of the Gateway API whole: no webhook must.
    if (settings.api === "gateway-api") return [];
    const given = Object.hasOwn(namespaces, namespace) ? namespaces[namespace] : undefined;
    const asked = given === undefined ? undefined : findObstacle(given, answered);
    if (asked === undefined) return [];
    const message = `gateway ${gateway}: its namespace ${namespace} has ${asked}, but its control plane ${describe(answered)}; its pods would never get a proxy's image`;
    return [createProblem(["gateways", gateway], "MESH0116", message, computeRemedy(controlPlane.revision))];
  });
}

/** What the namespace says that keeps the control plane's webhook from the gateway's pods; undefined where nothing does. */
function findObstacle({ injection = Injection.Enabled, revision }: PlacementNamespace, answered: readonly string[]) {
  switch (injection) {
    case Injection.Disabled:
      return '`injection: "disabled"`';
    case Injection.Enabled:
      // This label is for the control plane without a revision, or the one that has the tag "default".
      return answered.includes("") || answered.includes("default") ? undefined : '`injection: "enabled"`';
    case Injection.Revision:
      return revision === undefined || answered.includes(revision) ? undefined : `\`revision: "${revision}"\``;
    // Without a label of injection the pods' own labels count, and ztunnel leaves gateways alone.
    case Injection.Ambient:
    case Injection.None:
      return undefined;
  }
}

/** The revision itself, "" for none, and the tags that the chart istiod is to make. */
function listAnsweredRevisions({ revision = "", values }: ControlPlaneSettings): string[] {
  const tags = ["istiod.revisionTags", "istiod.pilot.revisionTags"].flatMap((path) => readValue(values, path) ?? []);
  return [revision, ...tags.map(String)];
}

function describe([revision = "", ...tags]: readonly string[]): string {
  const own = revision === "" ? "has no revision" : `has the revision "${revision}"`;
  return tags.length === 0 ? own : `${own} and the tags ${tags.join(", ")}`;
}

function computeRemedy(revision: string | undefined): string {
  return revision === undefined
    ? 'set its `injection` to "enabled" or "none"'
    : `set its \`injection\` to "revision" with \`revision: "${revision}"\`, or to "none"`;
}
