import { createProblem, type Problem } from "../../findings/problem.js";
import { nameGatewayService } from "../../mesh/gateway/gateway-sections.js";
import { GatewayApiChoice } from "../../mesh/gateway/listener-choices.js";
import type { PlacedGateway } from "./mesh-gateways.js";

const longest = 63;
// Kubernetes' names of Services, which are stricter than those of Deployments (RFC 1035), and of namespaces.
const serviceName = /^[a-z]([-a-z0-9]*[a-z0-9])?$/;
const namespaceName = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;

/** A gateway's name and namespace that Kubernetes would refuse. */
export function findGatewayNameProblems(
  name: string,
  { namespace, api }: Pick<PlacedGateway, "namespace" | "api">,
): Problem[] {
  const service = api === GatewayApiChoice.GatewayApi ? nameGatewayService(name) : name;
  const isService = serviceName.test(name) && service.length <= longest;
  const isNamespace = namespace === undefined || (namespaceName.test(namespace) && namespace.length <= longest);
  const allowed = 'a-z, 0-9 and "-"';
  return [
    ...(isService
      ? []
      : [
          createProblem(
            [],
            "MESH0147",
            `gateway ${name}: its name cannot be that of its Service, ${service}`,
            `begin with a letter and use at most ${longest - service.length + name.length} of ${allowed}`,
          ),
        ]),
    ...(isNamespace
      ? []
      : [
          createProblem(
            ["namespace"],
            "MESH0147",
            `gateway ${name}: \`namespace\` is "${namespace}", which is not a name of a namespace`,
            `use at most ${longest} of ${allowed}`,
          ),
        ]),
  ];
}
