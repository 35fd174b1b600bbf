import type { ReactNode } from "react";
import type { StatusReport } from "../../../status/report.js";

interface SectionProps {
  report: StatusReport;
}

export function ControlPlanes({ report: { controlPlanes } }: SectionProps) {
  const rows = controlPlanes.map(({ namespace, name, revision, version, ready, replicas, endOfLife, rootDays }) => [
    `${namespace}/${name}`,
    version ?? "unknown",
    revision,
    `${ready} of ${replicas}`,
    endOfLife ?? "",
    formatDays(rootDays),
  ]);
  const header = ["Control plane", "Version", "Revision", "Ready", "Supported until", "Root certificate"];
  return <Table title="Control planes" header={header} rows={rows} />;
}

export function Webhooks({ report: { webhooks } }: SectionProps) {
  const rows = webhooks.map(({ kind, name, revision, failurePolicy, service, endpoints, caDays }) => [
    <>
      {name} <span className="quiet">{kind}</span>
    </>,
    revision,
    failurePolicy,
    endpoints === undefined ? service : `${service}, ${endpoints} ready`,
    formatDays(caDays),
  ]);
  const header = ["Webhook", "Revision", "Failure policy", "Calls", "caBundle"];
  return <Table title="Webhooks" header={header} rows={rows} />;
}

export function Gateways({ report: { gateways } }: SectionProps) {
  const rows = gateways.map(({ namespace, name, addresses, listeners, hosts }) => [
    `${namespace}/${name}`,
    addresses.join(", "),
    listeners.map(({ protocol, port, certificates }, index) => (
      <div key={index}>
        {protocol} {port}
        {certificates.map(({ secret, days }) => (
          <span key={secret} className="quiet">{` ${secret} ${formatDays(days)}`}</span>
        ))}
      </div>
    )),
    hosts.join(", "),
  ]);
  return <Table title="Gateways" header={["Gateway", "Addresses", "Listeners", "Hosts"]} rows={rows} />;
}

export function Namespaces({ report: { namespaces } }: SectionProps) {
  const rows = namespaces.map(({ name, injection, pods, sidecars }) => [name, injection, `${sidecars} of ${pods}`]);
  return <Table title="Namespaces" header={["Namespace", "Injection", "Pods with a sidecar"]} rows={rows} />;
}

export function Proxies({ report: { proxies, policies } }: SectionProps) {
  const { connected, inStep, late, rejecting, notConnected } = proxies;
  const counts = [[`${connected}`, `${inStep}`, `${late.length}`, `${rejecting.length}`, `${notConnected.length}`]];
  const header = ["Connected", "In step", "Late", "Rejecting", "Not connected"];
  return (
    <>
      <Table title="Proxies" header={header} rows={counts} />
      {policies === undefined ? null : (
        <Table
          title="Policies of the stack"
          header={["Objects", "Missing", "Changed"]}
          rows={[[`${policies.declared}`, `${policies.missing}`, `${policies.changed}`]]}
        />
      )}
    </>
  );
}

/** Rows of workloads that have room; the others are counted. */
const mostRows = 200;

export function Workloads({ report: { workloads } }: SectionProps) {
  const rows = workloads
    .slice(0, mostRows)
    .map(({ kind, namespace, name, pods, sidecars, versions, revisions }) => [
      `${kind} ${namespace}/${name}`,
      `${sidecars} of ${pods}`,
      versions.join(", "),
      revisions.join(", "),
    ]);
  const more = workloads.length - rows.length;
  return (
    <>
      <Table title="Workloads" header={["Workload", "Pods with a sidecar", "Versions", "Revisions"]} rows={rows} />
      {more > 0 ? <p className="quiet">{more} more workloads are not shown.</p> : null}
    </>
  );
}

interface TableProps {
  title: string;
  header: readonly string[];
  rows: readonly (readonly ReactNode[])[];
}

function Table({ title, header, rows }: TableProps) {
  if (rows.length === 0) return null;
  return (
    <section className="panel" aria-label={title}>
      <h2>{title}</h2>
      <div className="scroll">
        <table>
          <caption className="unseen">{title}</caption>
          <thead>
            <tr>
              {header.map((name) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((cells, row) => (
              <tr key={row}>
                {cells.map((cell, column) => (
                  <td key={column}>{cell}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function formatDays(days: number | undefined): string {
  if (days === undefined) return "";
  return days < 0 ? `expired ${-days} days ago` : `${days} days left`;
}
