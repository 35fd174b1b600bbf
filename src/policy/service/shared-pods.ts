import { matchesServiceSelector } from "../../mesh/selectors.js";
import { formatPlace } from "../../text/schema-problems.js";
import { createServiceContexts, type Surroundings } from "../contexts.js";

/** Reports services of the same pods that both say what they call: of two Sidecars for a pod Istio takes the older alone. */
export function checkSharedPods(surroundings: Surroundings): void {
  const { documents, services } = surroundings;
  const callers = documents.flatMap((document) => {
    const service = document.type === "service" ? services.get(document.id) : undefined;
    const { calls } = document.values;
    return service?.selector === undefined || calls === undefined
      ? []
      : [{ document, service, pods: service.selector }];
  });
  callers.forEach(({ document, service, pods }, index) => {
    const other = callers
      .slice(0, index)
      .find(
        (one) =>
          one.service.namespace === service.namespace &&
          (matchesServiceSelector(pods, one.pods) || matchesServiceSelector(one.pods, pods)),
      );
    if (other === undefined) return;
    const where = formatPlace(other.document.locate(["calls"]));
    const message = `${document.id} and ${other.document.id} have the same pods, and ${where} says what these call`;
    const { report } = createServiceContexts(service, surroundings).of("calls");
    report([], "MESH0206", message, "put the calls of both in one of the documents");
  });
}
