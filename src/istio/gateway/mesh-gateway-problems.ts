import { createProblem, moveProblems, type Problem } from "../../findings/problem.js";
import { GatewayApiChoice } from "../../mesh/gateway/listener-choices.js";
import { findGatewayNameProblems } from "./gateway-names.js";
import { findPlacementProblems, type PlacementNamespace } from "./gateway-placement.js";
import type { CertificateSource } from "./certificate-source.js";
import { findServingProblems } from "./gateway-serving.js";
import { computeGatewaySelector, findGatewayProblems } from "./gateway-values.js";
import { computeMeshGateways, type PlacedGateway } from "./mesh-gateways.js";
import { Profile, profiles } from "../control-plane/profiles.js";
import type { ControlPlaneSettings } from "../control-plane/settings.js";

/** A gateway as a mesh is given it. */
export interface ServingGateway extends PlacedGateway {
  /** Certificates by name. @default - none */
  certificates?: Readonly<Record<string, CertificateSource>>;
}

/**
 * What is wrong with the gateways of a mesh: each by itself, with what its profile says, with its control plane and its namespace, and
 * what it serves.
 * @param now when certificates must be valid
 */
export function findMeshGatewayProblems(
  controlPlane: ControlPlaneSettings,
  gateways: Readonly<Record<string, ServingGateway>>,
  namespaces: Readonly<Record<string, PlacementNamespace>>,
  now: Date,
): Problem[] {
  const { profile = Profile.Default } = controlPlane;
  // An unknown profile is a finding about the control plane; nothing can be said of its gateways.
  const isKnown = Object.hasOwn(profiles, profile);
  const all = isKnown ? computeMeshGateways(controlPlane, gateways) : gateways;
  const ofEach = Object.keys(gateways).flatMap((gateway) => {
    // Without what comes from the control plane and is a finding about that already.
    const { revision, profile: own } = gateways[gateway] ?? {};
    const settings = { ...all[gateway], revision, profile: isKnown ? (own ?? profile) : own };
    const problems = [...findGatewayNameProblems(gateway, settings), ...findGatewayProblems(settings)];
    return moveProblems(["gateways", gateway], problems);
  });
  const served = Object.entries(gateways).flatMap(([gateway, settings]) =>
    moveProblems(
      ["gateways", gateway],
      findServingProblems({ profile: controlPlane.profile, version: controlPlane.version, ...settings }, now),
    ),
  );
  const ofKnown = isKnown ? [...findPlacementProblems(controlPlane, all, namespaces), ...findSharedPods(all)] : [];
  return [...ofEach, ...ofKnown, ...served];
}

/**
 * Gateways of the same labels. Istio's Gateway objects choose pods by them, whatever namespace these are in: what is exposed at one
 * gateway would be served by the other too. Those of the Gateway API choose none.
 */
function findSharedPods(all: Readonly<Record<string, PlacedGateway>>): Problem[] {
  const known = Object.entries(all).map(([name, settings]) => {
    const { app, istio } = computeGatewaySelector(name, settings);
    return { name, api: settings.api, labels: `app=${app},istio=${istio}` };
  });
  return known.flatMap(({ name: gateway, api, labels }, index) => {
    const areOfGatewayApi = (other: { api?: string }) =>
      [api, other.api].every((choice) => choice === GatewayApiChoice.GatewayApi);
    const first = known.slice(0, index).find((other) => other.labels === labels && !areOfGatewayApi(other));
    if (first === undefined) return [];
    const message = `gateway ${gateway}: its pods have the labels ${labels}, as those of gateway ${first.name}: each would serve what is exposed at the other`;
    return [createProblem(["gateways", gateway, "labels"], "MESH0145", message)];
  });
}
