// Does not prove what follows for each kind of object: the rules' own tests do.
import { expect, it } from "vitest";
import { listRivals } from "../../src/analysis/rivals.js";
import { createObject } from "../../src/mesh/mesh-index.js";
import type { MeshWorkload } from "../../src/mesh/workloads.js";

const object = (kind: string, name: string) =>
  createObject({ apiVersion: "security.istio.io/v1", kind, metadata: { namespace: "shop", name } }, "shop");
const member = (name: string): MeshWorkload => ({
  object: object("Deployment", name),
  namespace: "shop",
  labels: {},
  isInMesh: true,
  hasSidecar: true,
});

it("lists each object once, with the first pods that another one selects too", () => {
  const [a, b, c] = [object("PeerAuthentication", "a"), object("PeerAuthentication", "b"), object("Telemetry", "c")];
  const found = listRivals(
    new Map([
      [member("alone"), [c]],
      [member("web"), [a, b]],
      [member("api"), [b, c]],
    ]),
  );
  expect(found).toEqual([
    { object: a, selected: "Deployment web.shop", others: "b.shop" },
    { object: b, selected: "Deployment web.shop", others: "a.shop" },
    { object: c, selected: "Deployment api.shop", others: "b.shop" },
  ]);
});
