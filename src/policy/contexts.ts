import { formatClosest } from "../text/closest.js";
import { createProblem, placeProblem } from "../findings/problem.js";
import type { Collector } from "../findings/collector.js";
import type { Finding } from "../findings/finding.js";
import type { ValuePath } from "../findings/place.js";
import type { PolicyDocument } from "./documents/document.js";
import { computeEffective, findChain, type EffectiveValue } from "./effective.js";
import { isFollowUp, isLost } from "./follow-ups.js";
import type { Context, Destination, MeshFacts, ServiceContext } from "./kind.js";
import type { Service } from "./service/service.js";
import type { ServiceContexts } from "./routes/virtual-service.js";

/** What is the same for all that is compiled at once. */
export interface Surroundings {
  documents: readonly PolicyDocument[];
  services: ReadonlyMap<string, Service>;
  /** By `namespace/name`. */
  serviceValues: ReadonlyMap<string, PolicyDocument["values"]>;
  mesh: MeshFacts;
  /** By `namespace/name` of the called service. */
  callers: ReadonlyMap<string, readonly Service[]>;
  /** Where what is wrong is reported. */
  found: Collector<Finding>;
}

/** What the kinds of a document know when they make objects of its own level. */
export function createContext(document: PolicyDocument, key: string, surroundings: Surroundings): Context {
  const { documents, services, serviceValues, mesh, found } = surroundings;
  const service = document.type === "service" ? services.get(document.id) : undefined;
  const namespace = service?.namespace ?? (document.type === "namespace" ? document.id : mesh.rootNamespace);
  const chain = findChain(documents, document.type === "mesh" ? undefined : namespace, service?.name);
  return {
    namespace,
    service,
    values: unwrap(computeEffective(chain)),
    given: findGiven(chain, key),
    mesh,
    services,
    serviceValues,
    report: createReport(document, [key], { found, chain }),
  };
}

/** What the kinds in effect for a service know; each reports in the document that its value is from. */
export function createServiceContexts(service: Service, surroundings: Surroundings): ServiceContexts {
  const { documents, services, serviceValues, mesh, callers, found } = surroundings;
  const chain = findChain(documents, service.namespace, service.name);
  const effective = computeEffective(chain);
  const own = chain.find(({ type }) => type === "service");
  const values = unwrap(effective);
  const create = (document: PolicyDocument | undefined, path: ValuePath, key: string): ServiceContext => {
    const report = createReport(document, path, { found, chain });
    const id = `${service.namespace}/${service.name}`;
    return {
      namespace: service.namespace,
      service,
      values,
      given: findGiven(chain, key),
      mesh,
      services,
      serviceValues,
      callers: callers.get(id) ?? [],
      report,
      resolve: (to, at) => {
        const found = to.includes("/") ? findService(to, services) : findVersion(to, service, values.versions);
        if (typeof found !== "string") return found;
        if (own === undefined || !isLost(own, ["versions", to])) report(at, "MESH0203", found);
        return undefined;
      },
    };
  };
  return {
    of: (key) => create(effective.get(key)?.document ?? own, [key], key),
    ofRoute: (index, key) => create(own, ["routes", index, key], key),
  };
}

function unwrap(effective: ReadonlyMap<string, EffectiveValue>): Record<string, any> {
  return Object.fromEntries([...effective].map(([key, { value }]) => [key, value as unknown]));
}

function findGiven(chain: readonly PolicyDocument[], key: string): Context["given"] {
  const having = chain.filter(({ values }) => values[key] !== undefined);
  return having.map(({ type, values }) => ({ type, value: values[key] as unknown }));
}

/** Where findings go, and the documents that count there. */
interface Told {
  found: Collector<Finding>;
  chain: readonly PolicyDocument[];
}

function createReport(
  document: PolicyDocument | undefined,
  base: ValuePath,
  { found, chain }: Told,
): Context["report"] {
  return (path, code, message, remedy) => {
    const whole = [...base, ...path];
    if (isFollowUp(code, whole, document, chain)) return;
    found.add(placeProblem(createProblem(whole, code, message, remedy), document));
  };
}

/** The other service, or what is wrong with its name. */
function findService(to: string, services: ReadonlyMap<string, Service>): Destination | string {
  const other = services.get(to);
  return other === undefined
    ? `there is no service ${to}${formatClosest(to, [...services.keys()])}`
    : { host: other.host };
}

/** The version of this service, or what is wrong with its name. */
function findVersion(to: string, service: Service, given: Record<string, unknown> = {}): Destination | string {
  const versions = Object.keys(given);
  if (versions.includes(to)) return { host: service.host, subset: to };
  const known = versions.length === 0 ? "it has no versions" : `its versions are ${versions.join(", ")}`;
  return `"${to}" is not a version of ${service.namespace}/${service.name}${formatClosest(to, versions)}; ${known}`;
}
