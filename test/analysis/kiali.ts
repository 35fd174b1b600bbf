/** A check of Kiali's that has no code of its own here. */
export interface ForeignCheck {
  code: string;
  /** The code that says the same; undefined where nothing does. */
  said?: string;
  reason: string;
}

const byLackOfNeed =
  "Without a PeerAuthentication pods take mutual TLS and plain text, so the DestinationRule works. Where one turns mutual TLS off, KIA0505 says it.";

/** Kiali's checks that are not listed in docs/codes.md. Source: models/istio_validation.go and kiali.io's page of validations. */
export const foreignChecks: readonly ForeignCheck[] = [
  { code: "KIA0001", reason: "Not a check: Kiali could not look across namespaces." },
  { code: "KIA0101", said: "IST0101", reason: "The namespace of a caller is not there." },
  {
    code: "KIA0107",
    reason:
      "A service account of another cluster is a caller like any other, where that cluster is known (`--other-cluster`).",
  },
  { code: "KIA0202", said: "IST0174", reason: "The host of a DestinationRule is not there." },
  { code: "KIA0203", said: "IST0173", reason: "No pods have the labels of a subset." },
  {
    code: "KIA0204",
    reason:
      "Kiali does not say it any more. A more particular DestinationRule that leaves TLS out takes the mesh's automatic mutual TLS, which is no mistake.",
  },
  { code: "KIA0205", reason: byLackOfNeed },
  { code: "KIA0206", reason: byLackOfNeed },
  { code: "KIA0210", said: "KIA0211", reason: "A DestinationRule about requests has no waypoint." },
  { code: "KIA0301", said: "IST0145", reason: "Gateways have the same host and port." },
  { code: "KIA0302", said: "IST0101", reason: "The selector of a Gateway selects no pods." },
  { code: "KIA0601", said: "IST0118", reason: "The name of a port says no protocol." },
  { code: "KIA0602", said: "IST0118", reason: "The appProtocol of a port says no protocol." },
  { code: "KIA1101", said: "IST0101", reason: "The destination of a route is not there." },
  { code: "KIA1102", said: "IST0101", reason: "The Gateway of a VirtualService is not there." },
  { code: "KIA1103", said: "IST0106", reason: "A VirtualService has no routes." },
  { code: "KIA1107", said: "IST0101", reason: "The subset of a route is not there." },
  { code: "KIA1109", said: "KIA1113", reason: "Routes of requests have no waypoint." },
  {
    code: "KIA1201",
    reason:
      "Addresses of a ServiceEntry are those that callers use, not those of its machines, so they need not be the same.",
  },
  { code: "KIA1212", said: "IST0177", reason: "ServiceEntries give one port of one host different protocols." },
  {
    code: "KIA1311",
    said: "IST0123",
    reason: "A Namespace has labels of both modes; of pods' own labels KIA1315 says it.",
  },
  { code: "KIA1314", reason: "Goes by the annotation of running pods that says how they are in the mesh." },
  {
    code: "KIA1317",
    said: "KIA0109",
    reason: "Said once, of the policy that lacks the waypoint, and not of each of its workloads.",
  },
  { code: "KIA1504", reason: "Asks what Kiali's own configuration lists." },
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
