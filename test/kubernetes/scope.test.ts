// Does not prove that the list is complete: the API server of the end-to-end tests knows the kinds of its version.
import { expect, it } from "vitest";
import { isNamespaced } from "../../src/kubernetes/scope.js";

it.each([
  ["Service", true],
  ["Deployment", true],
  ["Role", true],
  ["VirtualService", true],
  ["Gateway", true],
  ["GatewayClass", false],
  ["Namespace", false],
  ["Node", false],
  ["NamespacePatch", false],
  ["ClusterRole", false],
  ["CustomResourceDefinition", false],
  ["MutatingWebhookConfiguration", false],
  ["ValidatingAdmissionPolicyBinding", false],
])("%s is namespaced: %s", (kind, expected) => {
  expect(isNamespaced({ kind })).toBe(expected);
});
