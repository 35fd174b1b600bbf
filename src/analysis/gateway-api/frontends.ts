import type { ValuePath } from "../../findings/place.js";
import { toMap } from "../../text/read.js";
import { listParts, type Part } from "./routes.js";

/** How a Gateway of the Gateway API checks the certificates of clients. */
export interface Frontend {
  /** Of which port; undefined for all that have none of their own. */
  port: unknown;
  path: ValuePath;
  validation: Record<string, any>;
  /** The authorities that client certificates are checked against. */
  authorities: Part[];
}

/** Reads `tls.frontend`, which is standard since 1.5. Source: `resolveGatewayTLS` in istio pilot/pkg/config/kube/gateway. */
export function listFrontends(spec: unknown): Frontend[] {
  const { frontend } = toMap(toMap(spec).tls);
  const at = ["spec", "tls", "frontend"];
  const { default: ofAll, perPort } = toMap(frontend);
  return [
    createFrontend(undefined, ofAll, [...at, "default"]),
    ...listParts(perPort, [...at, "perPort"]).map(({ value, path }) =>
      createFrontend(value.port, value.tls, [...path, "tls"]),
    ),
  ];
}

function createFrontend(port: unknown, settings: unknown, at: ValuePath): Frontend {
  const path = [...at, "validation"];
  const validation = toMap(toMap(settings).validation);
  return {
    port,
    path,
    validation,
    authorities: listParts(validation.caCertificateRefs, [...path, "caCertificateRefs"]),
  };
}
