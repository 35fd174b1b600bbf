// Does not prove that istiod takes what is generated (test/e2e/policy/simulate.test.ts writes it), nor that meshes are like people's.
import { expect, it } from "vitest";
import { analyzeBy } from "../../../src/analysis/analyze.js";
import { schemaValidation } from "../../../src/analysis/rules/object/schema-validation.js";
import { kindOf } from "../../../src/mesh/mesh-index.js";
import { placeRequest, planMesh } from "../oracle/planned-mesh.js";
import { generateMesh } from "./mesh.js";
import { createIngress, createRunning } from "./workloads.js";

const jwks = JSON.stringify({ keys: [{ kty: "RSA", e: "AQAB", n: "abc", kid: "test" }] });
const options = { requestCount: 12, jwks };
const seeds = Array.from({ length: 40 }, (_, index) => index);
const declared = [...Object.values(createRunning()).flat(), ...createIngress()];
const meshes = seeds.map((seed) => generateMesh(seed, options));

it("makes the same of a seed each time, and something else of another", () => {
  expect(generateMesh(7, options)).toEqual(meshes[7]);
  expect(new Set(meshes.map((mesh) => JSON.stringify(mesh))).size).toBe(meshes.length);
});

it("makes objects that can be used, and documents without a mistake", () => {
  const problems = meshes.flatMap((mesh) => {
    const { manifests, reader } = planMesh(mesh, declared);
    for (const request of mesh.requests) placeRequest(request, reader);
    const found = analyzeBy([schemaValidation], { objects: manifests.map((manifest) => ({ manifest })) });
    return found.map(
      ({ message, resource }) => `${mesh.seed} ${resource?.kind ?? ""} ${resource?.name ?? ""}: ${message}`,
    );
  });
  expect(problems).toEqual([]);
});

it("makes objects of every kind that a request meets", () => {
  const kinds = new Set(meshes.flatMap(({ objects }) => objects.map(kindOf)));
  expect([...kinds].map((kind) => kind.split("/")[1]).sort()).toEqual([
    ...[
      "AuthorizationPolicy",
      "DestinationRule",
      "Gateway",
      "Gateway",
      "HTTPRoute",
      "PeerAuthentication",
      "ReferenceGrant",
    ],
    ...["RequestAuthentication", "ServiceEntry", "Sidecar", "VirtualService"],
  ]);
});
