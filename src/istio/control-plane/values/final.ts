import { Profile } from "../profiles.js";
import type { ValuesStep } from "./step.js";

/**
 * What nobody may change. The validating webhooks start with failurePolicy Ignore by the charts' default, and istiod turns
 * them to Fail once it is ready; from then on istiod owns the field, and every later `up` conflicts with it. The charts know
 * an upgrade, and leave the field out then, only from a real Helm release, which we are not. Saying Fail from the start
 * ends that; the price is that Istio objects must wait for the webhook. With the profile remote no istiod of this cluster
 * answers the webhook: nobody turns it to Fail, and Fail would refuse every Istio object.
 */
export const computeFinalValues: ValuesStep = (chart, { profile }) =>
  (chart === "base" || chart === "istiod") && profile !== Profile.Remote
    ? { base: { validationFailurePolicy: "Fail" } }
    : {};
