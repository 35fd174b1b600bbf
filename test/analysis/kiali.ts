/** A check of Kiali's that has no code of its own here. */
export interface ForeignCheck {
  code: string;
  /** The code that says the same; undefined where nothing does. */
  said?: string;
  reason: string;
}

const byLackOfNeed =
  "Without a PeerAuthentication, pods accept mutual TLS and plain text, so the DestinationRule works. If one disables mutual TLS, KIA0505 reports it.";

/** Kiali's checks that are not listed in docs/codes.md. Source: models/istio_validation.go and kiali.io's page of validations. */
export const foreignChecks: readonly ForeignCheck[] = [
  { code: "KIA0001", reason: "Not a check: Kiali could not look across namespaces." },
  { code: "KIA0101", said: "IST0101", reason: "The namespace of a caller does not exist." },
  {
    code: "KIA0107",
    reason:
      "A service account of another cluster is a caller like any other, if that cluster is known (`--other-cluster`).",
  },
  { code: "KIA0202", said: "IST0174", reason: "The host of a DestinationRule does not exist." },
  { code: "KIA0203", said: "IST0173", reason: "No pods have the labels of a subset." },
  {
    code: "KIA0204",
    reason:
      "Kiali no longer reports it. A more specific DestinationRule without TLS uses the mesh's automatic mutual TLS, which is not a mistake.",
  },
  { code: "KIA0205", reason: byLackOfNeed },
  { code: "KIA0206", reason: byLackOfNeed },
  { code: "KIA0210", said: "KIA0211", reason: "A DestinationRule with settings for requests has no waypoint." },
  { code: "KIA0301", said: "IST0145", reason: "Gateways have the same host and port." },
  { code: "KIA0302", said: "IST0101", reason: "The selector of a Gateway selects no pods." },
  { code: "KIA0601", said: "IST0118", reason: "The name of a port names no protocol." },
  { code: "KIA0602", said: "IST0118", reason: "The appProtocol of a port names no protocol." },
  { code: "KIA1101", said: "IST0101", reason: "The destination of a route does not exist." },
  { code: "KIA1102", said: "IST0101", reason: "The Gateway of a VirtualService does not exist." },
  { code: "KIA1103", said: "IST0106", reason: "A VirtualService has no routes." },
  { code: "KIA1107", said: "IST0101", reason: "The subset of a route does not exist." },
  { code: "KIA1109", said: "KIA1113", reason: "Routes for requests have no waypoint." },
  {
    code: "KIA1201",
    reason: "Callers use the addresses of a ServiceEntry. They may differ from those of its machines.",
  },
  { code: "KIA1212", said: "IST0177", reason: "ServiceEntries give one port of one host different protocols." },
  {
    code: "KIA1311",
    said: "IST0123",
    reason: "A Namespace has labels of both modes. KIA1315 reports pods with both.",
  },
  { code: "KIA1314", reason: "Depends on an annotation of running pods, which records their mode." },
  {
    code: "KIA1317",
    said: "KIA0109",
    reason: "Reported once, for the policy that lacks the waypoint, not for each of its workloads.",
  },
  { code: "KIA1504", reason: "Depends on a list in Kiali's own configuration." },
];

/** All of Kiali's codes, of its release 2.29. */
export const kialiCodes: readonly string[] = [
  ["00", "01 02 03 04 05"],
  ["01", "01 02 04 05 06 07 08 09 10"],
  ["02", "01 02 03 04 05 06 07 08 09 10 11 12"],
  ["03", "01 02"],
  ["04", "01"],
  ["05", "01 05 06"],
  ["06", "01 02"],
  ["07", "01"],
  ["10", "04 06 07"],
  ["11", "01 02 03 04 05 06 07 08 09 10 11 12 13 14 15 16 17"],
  ["12", "01 11 12"],
  ["13", "01 11 12 13 14 15 16 17"],
  ["14", "01 02"],
  ["15", "01 02 03 04"],
  ["16", "01"],
  ["17", "01 02"],
].flatMap(([group = "", numbers = ""]) => numbers.split(" ").map((number) => `KIA${group}${number}`));
