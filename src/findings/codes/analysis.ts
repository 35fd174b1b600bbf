import type { CodeFacts } from "./code-facts.js";

/** Codes of the analysis that are neither Istio's nor Kiali's, MESH03…. */
export const analysisCodes = {
  MESH0301: {
    name: "suppression-unused",
    level: "warning",
    description: "A suppression matches no finding: the problem is fixed, or the suppression names another object.",
    remedy: "remove it",
  },
  MESH0302: {
    name: "object-doubled",
    level: "warning",
    description:
      "Two different objects have the same kind, namespace and name. The cluster keeps only the one that is applied last.",
    remedy: "keep one of them, or give them different names",
  },
  MESH0310: {
    name: "subset-unused",
    level: "info",
    description: "A DestinationRule has a subset that no VirtualService sends anything to.",
    remedy: "route to it, or remove it",
  },
  MESH0311: {
    name: "weights-not-percent",
    level: "warning",
    description: "The weights of a route's destinations do not sum to 100. Istio treats them as shares of their sum.",
    remedy: "make them sum to 100",
  },
  MESH0312: {
    name: "retries-beyond-timeout",
    level: "warning",
    description:
      "The attempts of a route may use up its timeout before the last retry begins, so that retry never happens.",
    remedy: "set a longer timeout, fewer attempts or a shorter perTryTimeout",
  },
  MESH0313: {
    name: "fault-delay-beyond-timeout",
    level: "warning",
    description:
      "An injected delay is longer than the timeout of its own route. The timeout begins after the delay and does not cut it off.",
    remedy: "set the timeout at the caller that the fault tests, or use a shorter delay",
  },
  MESH0314: {
    name: "route-shadowed",
    level: "warning",
    description: "Earlier routes of a VirtualService match all requests of a route, so that route is never used.",
    remedy: "move it before them, or narrow what they take",
  },
  MESH0320: {
    name: "certificate-missing",
    level: "error",
    description: "A gateway serves a host with TLS but has no certificate for it.",
    remedy: "name the Secret of the certificate",
  },
  MESH0321: {
    name: "certificate-of-other-host",
    level: "warning",
    description: "The certificate of a gateway's host is for other hosts, so clients refuse it.",
    remedy: "get a certificate for this host, or take the host out",
  },
  MESH0322: {
    name: "gateway-host-too-broad",
    level: "info",
    description:
      "A gateway accepts requests for any host, so anyone who can create a VirtualService can publish any domain through it.",
    remedy: "list the hosts that the gateway is for",
  },
  MESH0323: {
    name: "tls-version-too-old",
    level: "warning",
    description: "A gateway allows a version of TLS that is no longer secure.",
    remedy: "set minProtocolVersion to TLSV1_2 or later, or leave it out",
  },
  MESH0324: {
    name: "http-beside-https",
    level: "info",
    description: "A host is served by HTTPS, and without TLS as well.",
    remedy: "set `tls.httpsRedirect` in the HTTP server",
  },
  MESH0325: {
    name: "certificate-file",
    level: "info",
    description:
      "A gateway reads its private key from a file of its pods. Other containers of the pods can read that file, and it is not reloaded by name.",
    remedy: "put certificate and key into a Secret and set credentialName",
  },
  MESH0326: {
    name: "server-unverified",
    level: "warning",
    description: "A DestinationRule uses TLS but accepts any certificate, so a man in the middle can answer.",
    remedy: "set caCertificates, and leave insecureSkipVerify out",
  },
  MESH0327: {
    name: "token-keys-unprotected",
    level: "warning",
    description: "The keys that verify tokens are fetched without TLS, so a man in the middle can forge tokens.",
    remedy: "use an https:// address",
  },
  MESH0328: {
    name: "mesh-mtls-not-strict",
    level: "info",
    description: "Pods of the mesh accept plaintext, and callers have no identity there.",
    remedy: "make a PeerAuthentication with mode STRICT in the root namespace",
  },
  MESH0329: {
    name: "mesh-default-deny-missing",
    level: "info",
    description: "Pods of the mesh accept every caller, because no access rule selects them.",
    remedy: "create an AuthorizationPolicy with an empty spec in the root namespace, and allow the callers",
  },
  MESH0330: {
    name: "token-not-needed",
    level: "warning",
    description:
      "A RequestAuthentication validates tokens, but no access rule requires one: requests without a token are accepted.",
    remedy: 'allow by an AuthorizationPolicy with `requestPrincipals`, or deny `notRequestPrincipals: ["*"]`',
  },
  MESH0331: {
    name: "outbound-any",
    level: "info",
    description: "Pods of the mesh may call any host outside of it.",
    remedy:
      "set outboundTrafficPolicy.mode of the mesh configuration to REGISTRY_ONLY, and declare the hosts that are called",
  },
  MESH0332: {
    name: "proxy-version-too-long",
    level: "error",
    description: "The `proxyVersion` of a patch is longer than istiod compiles, so the patch is for no proxy.",
    remedy: "write a shorter pattern, or a patch for each version",
  },
  MESH0333: {
    name: "mtls-port-unused",
    level: "warning",
    description:
      "A PeerAuthentication sets a mode for a port that the selected pods do not listen on. Its ports are those of the pods, not of the Service.",
    remedy: "name the port of the pods",
  },
  MESH0334: {
    name: "strict-entrance",
    level: "warning",
    description: "Callers outside the mesh have no certificate, but they call pods that accept only mutual TLS.",
    remedy: "route them through a gateway of the mesh, or make the PeerAuthentication of that port PERMISSIVE",
  },
  MESH0335: {
    name: "mtls-without-proxy",
    level: "warning",
    description: "A DestinationRule uses mutual TLS to pods without a proxy, which cannot accept it.",
    remedy: "inject sidecars into the pods, or leave `tls` out",
  },
  MESH0336: {
    name: "strict-probe",
    level: "error",
    description:
      "The probe of pods that accept only mutual TLS is not rewritten. It fails, and the pods never become ready.",
    remedy: "remove the annotation, so that injection rewrites the probes",
  },
  MESH0337: {
    name: "caller-without-proxy",
    level: "warning",
    description: "An access rule allows a caller whose pods have no proxy, so no request has that identity.",
    remedy: "inject sidecars into the caller's pods",
  },
  MESH0338: {
    name: "path-evadable",
    level: "info",
    description: "An access rule matches by negated paths, so another spelling of a path evades it.",
    remedy:
      "allow by `paths`, or deny by `notPaths`, or set pathNormalization of the mesh configuration to DECODE_AND_MERGE_SLASHES",
  },
  MESH0339: {
    name: "access-rule-on-tcp",
    level: "warning",
    description: "An access rule has conditions on requests, but the proxy does not treat the port's traffic as HTTP.",
    remedy: "name the `ports` that the rule is for, or the port's protocol by its appProtocol",
  },
  MESH0340: {
    name: "port-past-proxy",
    level: "info",
    description: "Pods exclude a port from their proxy, so neither mutual TLS nor access rules apply to it.",
    remedy: "remove the port from the annotation, unless this is intended",
  },
  MESH0341: {
    name: "redirect-unserved",
    level: "warning",
    description: "Requests are redirected to HTTPS, which no gateway serves for these hosts.",
    remedy: "add an HTTPS server for them, unless a proxy before the gateway terminates TLS",
  },
} as const satisfies Record<string, CodeFacts>;
