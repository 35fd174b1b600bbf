import { createProblem, type Problem } from "../../findings/problem.js";
import type { ServicePort } from "../load-balancer/aws-load-balancer-values.js";

/** A port as it comes, from `values` too. */
type GivenPort = ServicePort & { protocol?: string };

const label = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;
const protocols = ["TCP", "UDP", "SCTP"];

/** Ports of a gateway's Service that Kubernetes would refuse. Its node ports are looked at elsewhere. */
export function findPortProblems(ports: readonly GivenPort[]): Problem[] {
  const create = (message: string, remedy?: string) => createProblem(["ports"], "MESH0146", message, remedy);
  return ports.flatMap((given, index) => {
    const { name, port, targetPort = port, protocol = "TCP" } = given;
    const before = ports.slice(0, index);
    const same = before.find((other) => other.port === port && (other.protocol ?? "TCP") === protocol);
    return [
      ...(label.test(name)
        ? []
        : [
            create(
              `the port "${name}" has no DNS label as its name`,
              'use at most 63 of a-z, 0-9 and "-", as in http2',
            ),
          ]),
      ...(before.some((other) => other.name === name) ? [create(`there are two ports "${name}"`)] : []),
      ...(same === undefined ? [] : [create(`the ports "${same.name}" and "${name}" are both ${port}`)]),
      ...(protocols.includes(protocol)
        ? []
        : [create(`\`protocol\` of the port "${name}" is "${protocol}"`, `use one of ${protocols.join(", ")}`)]),
      ...findOutside(name, "port", port),
      ...(targetPort === port ? [] : findOutside(name, "targetPort", targetPort)),
    ];
  });
}

function findOutside(name: string, field: string, number: unknown): Problem[] {
  // A target may be the name of a container's port, where `values` have it.
  if (field === "targetPort" && typeof number === "string") return [];
  if (Number.isInteger(number) && Number(number) >= 1 && Number(number) <= 65_535) return [];
  const message = `\`${field}\` of the port "${name}" is ${String(number)}, but must be an integer of 1-65535`;
  return [createProblem(["ports"], "MESH0146", message, "use a number in that range")];
}
