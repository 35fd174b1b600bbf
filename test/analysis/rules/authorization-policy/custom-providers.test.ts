// Does not prove that a provider answers.
import { expect, it } from "vitest";
import { customProviders } from "../../../../src/analysis/rules/authorization-policy/custom-providers.js";
import { analyzeFixture } from "../../analyze-text.js";

it("finds providers that cannot be asked", () => {
  expect(analyzeFixture(customProviders, "good")).toEqual([]);
  expect(analyzeFixture(customProviders, "bad")).toEqual([
    'mesh.yaml:22:37: error MESH0203: the mesh has no extension provider opa, so every request is refused; did you mean "Opa"?; name one of `extensionProviders` of the mesh configuration, or add it there',
    'mesh.yaml:27:37: error MESH0203: the mesh has no extension provider oauth, so every request is refused; did you mean "oauth2"?; name one of `extensionProviders` of the mesh configuration, or add it there',
    "mesh.yaml:32:37: error MESH0203: the provider jaeger is neither envoyExtAuthzHttp nor envoyExtAuthzGrpc, so every request is refused; name one of `extensionProviders` of the mesh configuration, or add it there",
    "mesh.yaml:37:37: error MESH0203: istiod takes no provider called Opa, so every request is refused; its name must be at most 63 small letters, digits and - between them; name one of `extensionProviders` of the mesh configuration, or add it there",
    'mesh.yaml:42:37: error MESH0203: no Service has the host opa.auth.svc.cluster.local of the provider gone, so every request is refused; did you mean "oauth2-proxy.auth.svc.cluster.local"?; name one of `extensionProviders` of the mesh configuration, or add it there',
  ]);
});
