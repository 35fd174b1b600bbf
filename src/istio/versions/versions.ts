import { createProblem, getLevel, type Problem } from "../../findings/problem.js";

/** What is known about one minor of Istio. */
export interface VersionFacts {
  /** ISO date; absent where its announcement is not known. */
  released?: string;
  /** ISO date of the last day of support, where it is known. Istio's policy: six weeks after the release of N+2. */
  endOfLife?: string;
  /** Oldest and newest supported minor of Kubernetes 1. */
  kubernetes: { min: number; max: number };
  /** Oldest patch release that can be installed: those before lack the value of the charts by which a second `up` changes nothing. */
  oldestPatch: string;
  /** Newest patch release known here; `npm run versions` says which are newer. */
  latestPatch: string;
  /** Release of the Gateway API that it is built with; absent where gateways of this package cannot use it. */
  gatewayApi?: string;
}

/**
 * Istio's minors that this package installs, oldest first.
 * Source: https://istio.io/latest/docs/releases/supported-releases/ and the release announcements; for the Gateway API the upgrade notes
 * of 1.30, and go.mod of Istio's source of 1.31.0; for patches the tags of istio.io/api. Of 1.32 only its tag of 2026-10-21 is known, so
 * the versions it works with are those of 1.31.
 */
export const versions: Readonly<Record<string, VersionFacts>> = {
  "1.28": {
    released: "2025-11-05",
    endOfLife: "2026-07-01",
    kubernetes: { min: 30, max: 34 },
    oldestPatch: "1.28.6",
    latestPatch: "1.28.6",
  },
  "1.29": {
    released: "2026-02-16",
    endOfLife: "2026-10-12",
    kubernetes: { min: 31, max: 35 },
    oldestPatch: "1.29.2",
    latestPatch: "1.29.10",
  },
  "1.30": {
    released: "2026-05-18",
    kubernetes: { min: 32, max: 36 },
    oldestPatch: "1.30.0",
    latestPatch: "1.30.8",
    gatewayApi: "1.5.1",
  },
  "1.31": {
    released: "2026-08-31",
    kubernetes: { min: 32, max: 36 },
    oldestPatch: "1.31.0",
    latestPatch: "1.31.4",
    gatewayApi: "1.6.0",
  },
  "1.32": {
    kubernetes: { min: 32, max: 36 },
    oldestPatch: "1.32.0",
    latestPatch: "1.32.0",
    gatewayApi: "1.6.0",
  },
};

/** Releases among tags, as `v1.31.5`, that the table does not know: newer patches of its minors, and minors after its last. */
export function findUnknownReleases(tags: readonly string[]): string[] {
  const isNewer = (one: string, other: string) => one.localeCompare(other, "en", { numeric: true }) > 0;
  const newestMinor = Object.keys(versions).at(-1) ?? "";
  return tags.flatMap((tag) => {
    const [, release, minor] = /^v((\d+\.\d+)\.\d+)$/.exec(tag) ?? [];
    if (release === undefined || minor === undefined) return [];
    const facts = readFacts(minor);
    return isNewer(release, facts?.latestPatch ?? newestMinor) && (facts !== undefined || isNewer(minor, newestMinor))
      ? [release]
      : [];
  });
}

/** What is installed where no version is named: the newest patch of the minor that the tests build from source. */
export const defaultIstioVersion = "1.31.4";

/** The release that counts where settings may name one. */
export function resolveIstioVersion(given: string | undefined): string {
  return given ?? defaultIstioVersion;
}

/** The newest Kubernetes that this Istio supports, as in `1.36.0`; for rendering charts while the cluster's own is unknown. */
export function computeNewestKubernetes(istio: string): string {
  const facts = readFacts(readMinor(istio));
  if (facts === undefined) throw new Error(`no facts about Istio ${istio}`);
  return `1.${facts.kubernetes.max}.0`;
}

/** Minor of the newest Kubernetes 1 that any Istio known here supports. */
export const newestKubernetesMinor = Math.max(...Object.values(versions).map(({ kubernetes }) => kubernetes.max));

/** The release of the Gateway API that this Istio is built with; undefined where it is not known, or too old for this package. */
export function findGatewayApiVersion(istio: string): string | undefined {
  return readFacts(readMinor(istio))?.gatewayApi;
}

/** The pair of versions to judge. */
export interface VersionInput {
  /** As in `1.31.4`. */
  istio: string;
  /** As the API server names it, `v1.36.3` or `1.30.4-eks-1a2b3c`; absent = not known yet. */
  kubernetes?: string;
  /** ISO date to judge the end of support by. */
  today: string;
}

/**
 * What speaks against a pair of versions. Errors: an Istio that this package does not know, a Kubernetes below Istio's
 * minimum (`istioctl x precheck` refuses it too). Warnings: an Istio out of support, a Kubernetes above the newest tested one.
 */
export function findVersionProblems({ istio, kubernetes, today }: VersionInput): Problem[] {
  const minor = readMinor(istio);
  if (minor === undefined) return [createProblem([], "MESH0105", `Istio's version is "${istio}"`)];
  const facts = readFacts(minor);
  if (facts === undefined) {
    const known = `the supported minors are ${Object.keys(versions).join(", ")}`;
    const remedy = `set \`version\` to one of them, for example ${defaultIstioVersion}`;
    return [createProblem([], "MESH0101", `Istio ${istio} is not supported; ${known}`, remedy)];
  }
  return [
    ...findPatchProblems(istio, facts),
    ...findSupportProblems(minor, facts, today),
    ...(kubernetes === undefined ? [] : findKubernetesProblems(minor, facts, kubernetes)),
  ];
}

/** What `findVersionProblems` refuses, without its warnings, and so without a day to judge by. */
export function findVersionErrors(versions: Omit<VersionInput, "today">): Problem[] {
  return findVersionProblems({ ...versions, today: "" }).filter((problem) => getLevel(problem) === "error");
}

/** The minor of a version of Istio, as in `1.31`; undefined where it is not a version. */
export function readMinor(istio: string): string | undefined {
  return /^(\d+\.\d+)(?:[.+-]|$)/.exec(istio)?.[1];
}

/** Whether a version of Istio is before a minor or a patch release; one that is not a version is not. */
export function isIstioBefore(istio: string, release: string): boolean {
  return readMinor(istio) !== undefined && istio.localeCompare(release, "en", { numeric: true }) < 0;
}

function readFacts(minor: string | undefined): VersionFacts | undefined {
  return minor !== undefined && Object.hasOwn(versions, minor) ? versions[minor] : undefined;
}

// A repository would take "1.31" for "the newest 1.31", so what is installed would depend on the day.
function findPatchProblems(istio: string, { oldestPatch, latestPatch }: VersionFacts): Problem[] {
  // 1.33-alpha.0f1e2d is one of those that are built every day.
  const [, patch] = /^(\d+\.\d+\.\d+|\d+\.\d+-).*$/.exec(istio) ?? [];
  if (patch === undefined) {
    const remedy = `name the patch release, for example ${latestPatch}`;
    return [createProblem([], "MESH0105", `Istio's version is "${istio}", which is not one release`, remedy)];
  }
  if (patch.endsWith("-") || patch.localeCompare(oldestPatch, "en", { numeric: true }) >= 0) return [];
  const message = `Istio ${istio} has no chart value for the webhooks' failurePolicy, which istiod changes; every later \`up\` would end in a conflict`;
  return [createProblem([], "MESH0161", message, `install ${latestPatch}; ${oldestPatch} is the oldest that has it`)];
}

function findSupportProblems(minor: string, facts: VersionFacts, today: string): Problem[] {
  const message = describeSupportEnd(minor, facts, today);
  return message === undefined ? [] : [createProblem([], "MESH0103", message, upgradeRemedy)];
}

const upgradeRemedy = `upgrade one minor at a time to ${defaultIstioVersion}`;

function describeSupportEnd(minor: string, { endOfLife }: VersionFacts, today: string): string | undefined {
  if (endOfLife === undefined || today <= endOfLife) return undefined;
  return `Istio ${minor} has been out of support since ${endOfLife}`;
}

/**
 * How the support of a version, as an image's tag has it, has ended by a day; undefined where it has not, or is not known.
 * What is older than all minors known here is out of support for long.
 */
export function findSupportEnd(istio: string, today: string): { message: string; remedy: string } | undefined {
  const minor = readMinor(istio);
  const facts = readFacts(minor);
  const [oldest = ""] = Object.keys(versions);
  if (minor === undefined) return undefined;
  const isOld = minor.localeCompare(oldest, "en", { numeric: true }) < 0;
  const old = isOld ? `Istio ${minor} has been out of support for long` : undefined;
  const message = facts === undefined ? old : describeSupportEnd(minor, facts, today);
  return message === undefined ? undefined : { message, remedy: upgradeRemedy };
}

/** ISO date of the last day of a version's support, where it is known. */
export function findEndOfLife(istio: string): string | undefined {
  return readFacts(readMinor(istio))?.endOfLife;
}

function findKubernetesProblems(minor: string, { kubernetes: range }: VersionFacts, given: string): Problem[] {
  const found = /^v?1\.(\d+)/.exec(given)?.[1];
  if (found === undefined) return [createProblem([], "MESH0105", `the version of Kubernetes is "${given}"`)];
  const actual = Number(found);
  const supported = `Istio ${minor} supports Kubernetes ${formatRange(range)}, the cluster runs ${given}`;
  if (actual < range.min) {
    return [createProblem([], "MESH0102", supported, `upgrade the cluster${formatAlternatives(actual)}`)];
  }
  if (actual > range.max) {
    return [createProblem([], "MESH0104", supported, `try it on a test cluster first${formatAlternatives(actual)}`)];
  }
  return [];
}

function formatAlternatives(kubernetes: number): string {
  const minors = Object.entries(versions)
    .filter(
      ([
        ,
        {
          released,
          kubernetes: { min, max },
        },
      ]) => released !== undefined && min <= kubernetes && kubernetes <= max,
    )
    .map(([minor, facts]) => `${minor} (${formatRange(facts.kubernetes)})`);
  return minors.length === 0 ? "" : `, or use Istio ${minors.join(" or ")}`;
}

function formatRange({ min, max }: VersionFacts["kubernetes"]): string {
  return `1.${min}-1.${max}`;
}
