import type { ServiceNode } from "../../contract.js";
import { useRunningProblems } from "../status/running-problems.js";

/** Istio's modes of mutual TLS, in words. */
const modes: Readonly<Record<string, { label: string; title: string }>> = {
  STRICT: { label: "mTLS", title: "Mutual TLS, STRICT: connections without a certificate of the mesh are refused" },
  PERMISSIVE: { label: "mTLS optional", title: "Mutual TLS, PERMISSIVE: plain-text connections are accepted too" },
  DISABLE: { label: "no mTLS", title: "Mutual TLS, DISABLE: connections are plain text" },
  MIXED: { label: "mTLS mixed", title: "Mutual TLS: the modes of the pods differ" },
  UNKNOWN: { label: "mTLS unclear", title: "Mutual TLS: policies of one level contradict each other" },
};

/** Characters of versions' names that have room on a box. */
const room = 12;

function nameVersions(versions: readonly string[]): string {
  const names = versions.join(", ");
  return names.length <= room ? names : `${versions.length} ${versions.length === 1 ? "version" : "versions"}`;
}

/** What a glance should tell of a service: mTLS, versions, policies, findings. */
export function Marks({ service: { id, mtls, versions, kinds, findings, isDeclared } }: { service: ServiceNode }) {
  const running = useRunningProblems(id);
  return (
    <span className="marks">
      {findings.error > 0 ? (
        <span className="mark bad" title={`Errors: ${findings.error}`}>{`${findings.error} ✕`}</span>
      ) : null}
      {findings.warning > 0 ? (
        <span className="mark warn" title={`Warnings: ${findings.warning}`}>{`${findings.warning} !`}</span>
      ) : null}
      {running > 0 ? (
        <span className="mark bad" title={`Problems in the cluster: ${running}; the screen Status has them`}>
          {`${running} running`}
        </span>
      ) : null}
      <span className={`mark mtls-${mtls.toLowerCase()}`} title={modes[mtls]?.title ?? `Mutual TLS: ${mtls}`}>
        {modes[mtls]?.label ?? mtls}
      </span>
      {versions.length > 0 ? (
        <span className="mark" title={`Versions: ${versions.join(", ")}`}>
          {nameVersions(versions)}
        </span>
      ) : null}
      {kinds.length > 0 ? (
        <span className="mark" title={`Policies: ${kinds.join(", ")}`}>
          {kinds.length} {kinds.length === 1 ? "policy" : "policies"}
        </span>
      ) : null}
      {isDeclared ? null : (
        <span className="mark" title="Only a document names it; no application of the stack has it">
          undeclared
        </span>
      )}
    </span>
  );
}
