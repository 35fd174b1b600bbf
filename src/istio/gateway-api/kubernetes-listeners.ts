import { listSections } from "../../mesh/gateway/gateway-sections.js";
import { ListenerProtocol, type ListenerTlsMode } from "../../mesh/gateway/listener-choices.js";

/** A listener whose certificate is the name of a Secret, as `computeListeners` gives it. */
export interface ServedListener {
  protocol: ListenerProtocol;
  port: number;
  hosts?: readonly string[];
  namespaces?: readonly string[];
  httpsRedirect?: boolean;
  tls?: { mode: ListenerTlsMode; credentialName?: string };
}

/**
 * Istio's option of a listener that ends TLS, with every release of the Gateway API. Its own `tls.frontend`, standard since 1.5, is for all
 * listeners of a port, which may have other modes here. Source: buildTLS in pilot/pkg/config/kube/gateway/conversion.go.
 */
const terminateMode = "gateway.istio.io/tls-terminate-mode";

/** The `listeners` of a Kubernetes Gateway, by name, whatever order they are given in. */
export function renderKubernetesListeners(listeners: Readonly<Record<string, ServedListener>>): object[] {
  const names = Object.keys(listeners).sort();
  return names.flatMap((key) => {
    const listener = listeners[key];
    if (listener === undefined) return [];
    const { protocol, port } = listener;
    return listSections(key, listener.hosts).map(({ name, hostname }) => ({
      name,
      protocol,
      port,
      ...(hostname === undefined ? {} : { hostname }),
      ...renderTls(listener),
      allowedRoutes: { namespaces: renderNamespaces(listener) },
    }));
  });
}

function renderTls({ protocol, tls }: ServedListener): object {
  if (protocol === ListenerProtocol.TLS) return { tls: { mode: "Passthrough" } };
  if (protocol !== ListenerProtocol.HTTPS) return {};
  const certificateRefs = [{ group: "", kind: "Secret", name: tls?.credentialName ?? "" }];
  const options = tls?.mode === "MUTUAL" ? { options: { [terminateMode]: "MUTUAL" } } : {};
  return { tls: { mode: "Terminate", certificateRefs, ...options } };
}

/** What redirects has one route, the gateway's own, so that nobody serves plain HTTP beside it. */
function renderNamespaces({ namespaces, httpsRedirect = false }: ServedListener): object {
  if (httpsRedirect) return { from: "Same" };
  if (namespaces === undefined) return { from: "All" };
  const values = [...namespaces].sort();
  const matchExpressions = [{ key: "kubernetes.io/metadata.name", operator: "In", values }];
  return { from: "Selector", selector: { matchExpressions } };
}
