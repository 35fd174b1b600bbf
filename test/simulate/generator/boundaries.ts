import type { Manifest } from "../../../src/kubernetes/manifest.js";
import type { Choices } from "./choices.js";
import { createIstio, far, fullHost, near, outsideAddress, store } from "./vocabulary.js";

/** A Sidecar of a namespace or of its callers alone. */
export function chooseSidecar(choices: Choices, name: string): Manifest {
  const namespace = choices.pick([near, far]);
  const hosts = choices.pick([
    ["./*"],
    ["*/*"],
    ["./*", "istio-system/*"],
    [`${far}/*`, `${near}/*`],
    ["./*", `*/${fullHost(store)}`],
    ["~/*"],
    ["./*", "*/ext.example"],
  ]);
  const mode = () => ({ mode: choices.pick(["REGISTRY_ONLY", "REGISTRY_ONLY", "ALLOW_ANY"]) });
  const spec = {
    ...choices.fields({
      workloadSelector: [0.4, () => ({ labels: { app: "client" } })],
      outboundTrafficPolicy: [0.6, mode],
    }),
    egress: [{ hosts }],
  };
  return createIstio("Sidecar", namespace, name, spec);
}

/** A ServiceEntry of a host outside, whose server is the pod without a proxy. */
export function chooseServiceEntry(choices: Choices, name: string): Manifest {
  const isWild = choices.isTrue(0.3);
  const spec = {
    hosts: [isWild ? "*.wild.example" : "ext.example"],
    location: choices.pick(["MESH_EXTERNAL", "MESH_EXTERNAL", "MESH_INTERNAL"]),
    ports: [{ number: 80, name: "http", protocol: "HTTP" }],
    resolution: isWild ? "NONE" : "STATIC",
    ...(isWild ? {} : { endpoints: [{ address: outsideAddress }] }),
    ...choices.fields({ exportTo: [0.2, () => choices.pick([["."], ["*"], [far]])] }),
  };
  return createIstio("ServiceEntry", choices.pick([near, far]), name, spec);
}
