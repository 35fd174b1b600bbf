import { formatFinding } from "../findings/finding.js";
import type { ControlPlaneStatus, GatewayStatus, StatusReport, WebhookStatus } from "./report.js";
import { nameSome } from "../text/shorten.js";
import { count } from "./say.js";

/** The report for a person: what there is, then what could not be read, then what is wrong. */
export function formatStatusText(report: StatusReport): string {
  const { controlPlanes, webhooks, gateways, namespaces, unread, problems } = report;
  const lines = [
    ...section("control planes", controlPlanes.map(formatControlPlane)),
    ...section("webhooks", webhooks.map(formatWebhook)),
    ...section("gateways", gateways.flatMap(formatGateway)),
    ...section(
      "namespaces",
      namespaces.map(
        ({ name, injection, pods, sidecars }) =>
          `${name}: ${injection}, ${sidecars} of ${count(pods, "pod")} with a sidecar`,
      ),
    ),
    ...section("mesh", formatTotals(report)),
    ...section(
      "not read",
      unread.map(({ what, reason }) => `${what}: ${reason}`),
    ),
    ...section("problems", problems.map(formatFinding)),
    formatSummary(report),
  ];
  return lines.map(escapeControl).join("\n");
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [title, ...lines.map((line) => `  ${line}`), ""];
}

function formatControlPlane(one: ControlPlaneStatus): string {
  const { namespace, name, revision, version = "unknown", ready, replicas, endOfLife, rootDays } = one;
  return [
    `${namespace}/${name}: version ${version}, revision ${revision}, ${ready} of ${count(replicas, "replica")} ready`,
    ...(endOfLife === undefined ? [] : [`supported until ${endOfLife}`]),
    ...(rootDays === undefined ? [] : [`root certificate: ${formatDays(rootDays)}`]),
  ].join(", ");
}

function formatWebhook({ kind, name, revision, failurePolicy, service, endpoints, caDays }: WebhookStatus): string {
  return [
    `${kind} ${name}: revision ${revision}, failurePolicy ${failurePolicy}, calls ${service}`,
    ...(endpoints === undefined ? [] : [count(endpoints, "endpoint")]),
    ...(caDays === undefined ? [] : [`caBundle: ${formatDays(caDays)}`]),
  ].join(", ");
}

function formatGateway({ namespace, name, addresses, listeners, hosts }: GatewayStatus): string[] {
  return [
    `${namespace}/${name}: ${addresses.join(", ") || "no address"}, serves ${nameSome(hosts) || "no hosts"}`,
    ...listeners.map(({ port, protocol, hosts: of, certificates }) => {
      const named = certificates.map(
        ({ secret, days }) => `, ${secret}${days === undefined ? "" : `: ${formatDays(days)}`}`,
      );
      return `  ${protocol} ${port} for ${nameSome(of) || "*"}${named.join("")}`;
    }),
  ];
}

function formatTotals({ kubernetes, workloads, proxies, policies }: StatusReport): string[] {
  const { connected, inStep, late, rejecting, notConnected } = proxies;
  const sidecars = workloads.reduce((sum, one) => sum + one.sidecars, 0);
  const counts = [
    `${inStep} of ${connected} connected in step`,
    ...(late.length === 0 ? [] : [`${late.length} late`]),
    ...(rejecting.length === 0 ? [] : [`${rejecting.length} rejecting`]),
    ...(notConnected.length === 0 ? [] : [`${notConnected.length} not connected`]),
  ];
  return [
    ...(kubernetes === undefined ? [] : [`Kubernetes ${kubernetes}`]),
    `workloads: ${workloads.length} with ${count(sidecars, "proxy").replace(/ys$/, "ies")}`,
    `proxies: ${counts.join(", ")}`,
    ...(policies === undefined
      ? []
      : [`policies: ${policies.declared} objects, ${policies.missing} missing, ${policies.changed} changed`]),
  ];
}

function formatDays(days: number): string {
  return days < 0 ? `expired ${count(-days, "day")} ago` : `${count(days, "day")} left`;
}

function formatSummary({ state, problems, unread }: StatusReport): string {
  if (state === "healthy") return "healthy";
  const parts = [
    ...(problems.length === 0 ? [] : [count(problems.length, "problem")]),
    ...(unread.length === 0 ? [] : [`${unread.length} not read`]),
  ];
  return `${state === "partial" ? "partly read: " : ""}${parts.join(", ")}`;
}

/** What the cluster says goes to a terminal. */
function escapeControl(line: string): string {
  return line.replaceAll(/\p{Cc}/gu, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
