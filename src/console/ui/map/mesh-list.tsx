import type { GatewayNode, MeshMap, ServiceNode } from "../../contract.js";
import { formatRoute } from "../routing/route.js";
import { findNeighbours } from "./mesh-filter.js";
import { Marks } from "./marks.js";

/** The same as the graph, as a table. */
export function MeshList({ mesh }: { mesh: MeshMap }) {
  return (
    <div className="panel scroll">
      <table>
        <caption className="unseen">Services and gateways of the mesh</caption>
        <thead>
          <tr>
            <th scope="col">Service</th>
            <th scope="col">State</th>
            <th scope="col">Policies</th>
            <th scope="col">Called by</th>
            <th scope="col">Calls</th>
          </tr>
        </thead>
        <tbody>
          {mesh.services.map((service) => (
            <Row key={service.id} service={service} mesh={mesh} />
          ))}
          {mesh.gateways.map((gateway) => (
            <GatewayRow key={gateway.id} gateway={gateway} mesh={mesh} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function GatewayRow({ gateway: { id, listeners }, mesh }: { gateway: GatewayNode; mesh: MeshMap }) {
  const { to } = findNeighbours(mesh.edges, id);
  return (
    <tr>
      <th scope="row">
        {id} <span className="quiet">gateway</span>
      </th>
      <td>
        {listeners.map(({ name, protocol, port }) => (
          <div key={name}>{`${protocol} ${port}`}</div>
        ))}
      </td>
      <td />
      <td />
      <td>{to.map((edge) => (edge.label === undefined ? edge.to : `${edge.to} (${edge.label})`)).join(", ")}</td>
    </tr>
  );
}

function Row({ service, mesh }: { service: ServiceNode; mesh: MeshMap }) {
  const { from, to } = findNeighbours(mesh.edges, service.id);
  return (
    <tr>
      <th scope="row">
        <a href={formatRoute({ screen: "document", type: "service", id: service.id })}>{service.id}</a>
        <div className="quiet">{service.ports.map(({ number, protocol }) => `${number}/${protocol}`).join(" ")}</div>
      </th>
      <td>
        <Marks service={service} />
      </td>
      <td>{service.kinds.join(", ")}</td>
      <td>{[...new Set(from.map((edge) => edge.from))].join(", ")}</td>
      <td>{[...new Set(to.map((edge) => edge.to))].join(", ")}</td>
    </tr>
  );
}
