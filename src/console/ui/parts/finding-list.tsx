import type { Finding } from "../../../findings/finding.js";
import type { ServiceFinding } from "../../contract.js";
import { useFindingLink } from "./use-finding-link.js";

interface FindingListProps {
  findings: readonly ServiceFinding[];
  /** What they are findings of. */
  label: string;
}

/** Findings, each with what to do and the way to its document. */
export function LinkedFindingList(props: FindingListProps) {
  return <FindingList {...props} find={useFindingLink()} />;
}

/** Findings, each with what to do. @param find the address of a finding's document */
export function FindingList({
  findings,
  label,
  find,
}: FindingListProps & { find?: (finding: ServiceFinding) => string | undefined }) {
  if (findings.length === 0) return null;
  return (
    <ul className="findings" aria-label={label}>
      {findings.map((finding, index) => (
        <FindingItem key={index} finding={finding} link={find?.(finding)} />
      ))}
    </ul>
  );
}

function FindingItem({ finding, link }: { finding: Finding; link?: string }) {
  const { level, code, message, remedy } = finding;
  return (
    <li className={level}>
      <span className={`badge ${level}`}>{level}</span> <code>{code}</code> {message}
      {remedy === undefined ? null : <span className="remedy"> → {remedy}</span>}
      {link === undefined ? (
        <FindingPlace finding={finding} />
      ) : (
        <a href={link}>
          <FindingPlace finding={finding} />
        </a>
      )}
    </li>
  );
}

function FindingPlace({ finding: { file, line, resource } }: { finding: Finding }) {
  if (file !== undefined)
    return <span className="place">{[file, line].filter((part) => part !== undefined).join(":")}</span>;
  if (resource === undefined) return null;
  const { kind, namespace, name } = resource;
  return <span className="place">{`${kind} ${namespace === undefined ? "" : `${namespace}/`}${name}`}</span>;
}
