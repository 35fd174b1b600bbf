import type { CodeFacts } from "./code-facts.js";

/** Codes of the analysis that are neither Istio's nor Kiali's, MESH03…. */
export const analysisCodes = {
  MESH0301: {
    name: "suppression-unused",
    level: "warning",
    description: "A suppression leaves out nothing: what it was for is mended, or it names another object.",
    remedy: "remove it",
  },
  MESH0302: {
    name: "object-doubled",
    level: "warning",
    description:
      "Two objects have the same kind, namespace and name and are not the same; the cluster has only the one that is applied last.",
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
    description: "The weights of a route's destinations do not sum to 100; Istio takes them as shares of their sum.",
    remedy: "make them sum to 100",
  },
  MESH0312: {
    name: "retries-beyond-timeout",
    level: "warning",
    description:
      "The tries of a route may take as long as its timeout before the last retry begins, so that it never does.",
    remedy: "set a longer timeout, fewer attempts or a shorter perTryTimeout",
  },
  MESH0313: {
    name: "fault-delay-beyond-timeout",
    level: "warning",
    description:
      "An injected delay is longer than the timeout of its own route. The timeout begins after the delay and does not cut it off.",
    remedy: "set the timeout at the caller whose patience is to be tested, or a shorter delay",
  },
  MESH0314: {
    name: "route-shadowed",
    level: "warning",
    description: "Routes before it take all that a route of a VirtualService takes, so that it is never used.",
    remedy: "move it before them, or narrow what they take",
  },
  MESH0320: {
    name: "certificate-missing",
    level: "error",
    description: "A host of a gateway is served by TLS without a certificate.",
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
      "A gateway takes requests for any host, so whoever may write a VirtualService can publish any domain through it.",
    remedy: "list the hosts that the gateway is for",
  },
  MESH0323: {
    name: "tls-version-too-old",
    level: "warning",
    description: "A gateway lets clients use a version of TLS that is not secure any more.",
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
      "A gateway takes its key from a file of its pods, which others of the pods' containers and whoever mounts it can read, and which is not reloaded by name.",
    remedy: "put certificate and key into a Secret and set credentialName",
  },
  MESH0326: {
    name: "server-unverified",
    level: "warning",
    description: "A DestinationRule calls by TLS and takes any certificate, so whoever is in between can answer.",
    remedy: "set caCertificates, and leave insecureSkipVerify out",
  },
  MESH0327: {
    name: "token-keys-unprotected",
    level: "warning",
    description:
      "The keys that tokens are checked by are fetched without TLS, so whoever is in between can make tokens.",
    remedy: "use an https:// address",
  },
  MESH0328: {
    name: "mesh-mtls-not-strict",
    level: "info",
    description: "Pods of the mesh take plain text, in which no caller has a name.",
    remedy: "make a PeerAuthentication with mode STRICT in the root namespace",
  },
  MESH0329: {
    name: "mesh-default-deny-missing",
    level: "info",
    description: "Pods of the mesh let in every caller, for no access rule says whom they are for.",
    remedy: "make an AuthorizationPolicy with an empty spec in the root namespace, and allow who calls",
  },
  MESH0330: {
    name: "token-not-needed",
    level: "warning",
    description: "A RequestAuthentication checks tokens, but no access rule asks for one: who sends none is let in.",
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
      "A PeerAuthentication has a mode for a port that the selected pods do not listen on; ports are the pods', not the Service's.",
    remedy: "name the port of the pods",
  },
  MESH0334: {
    name: "strict-entrance",
    level: "warning",
    description:
      "Callers from outside of the mesh reach pods that take nothing but mutual TLS, for which they have no certificate.",
    remedy: "lead them through a gateway of the mesh, or make the PeerAuthentication of that port PERMISSIVE",
  },
  MESH0335: {
    name: "mtls-without-proxy",
    level: "warning",
    description: "A DestinationRule asks for mutual TLS to pods without a proxy, which cannot take it.",
    remedy: "inject sidecars into the pods, or leave `tls` out",
  },
  MESH0336: {
    name: "strict-probe",
    level: "error",
    description:
      "A probe of pods that take nothing but mutual TLS is not rewritten, so that it fails and the pods never get ready.",
    remedy: "remove the annotation, so that injection rewrites the probes",
  },
  MESH0337: {
    name: "caller-without-proxy",
    level: "warning",
    description: "An access rule allows a caller whose pods have no proxy, so that nobody ever calls by that name.",
    remedy: "inject sidecars into the caller's pods",
  },
  MESH0338: {
    name: "path-evadable",
    level: "info",
    description: "An access rule goes by what paths are not, so another spelling of a path evades it.",
    remedy:
      "allow by `paths`, or deny by `notPaths`, or set pathNormalization of the mesh configuration to DECODE_AND_MERGE_SLASHES",
  },
  MESH0339: {
    name: "access-rule-on-tcp",
    level: "warning",
    description: "An access rule is about requests, for a port whose traffic is not HTTP to the proxy.",
    remedy: "name the `ports` that the rule is for, or the port's protocol by its appProtocol",
  },
  MESH0340: {
    name: "port-past-proxy",
    level: "info",
    description: "Pods keep a port from their proxy, so that neither mutual TLS nor access rules count there.",
    remedy: "remove the port from the annotation, where that is not meant",
  },
  MESH0341: {
    name: "redirect-unserved",
    level: "warning",
    description: "Requests are redirected to HTTPS, which no gateway serves for these hosts.",
    remedy: "add an HTTPS server for them, where nothing before the gateway ends TLS",
  },
} as const satisfies Record<string, CodeFacts>;
