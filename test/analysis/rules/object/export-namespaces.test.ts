// Does not prove that somebody of the namespace uses what is exported.
import { expect, it } from "vitest";
import { exportNamespaces } from "../../../../src/analysis/rules/object/export-namespaces.js";
import { analyzeFixture } from "../../analyze-text.js";

it("finds namespaces that are not there", () => {
  expect(analyzeFixture(exportNamespaces, "good")).toEqual([]);
  expect(analyzeFixture(exportNamespaces, "bad")).toEqual([
    'mesh.yaml:12:40: error KIA0005: no namespace is called "bnak"; did you mean "bank"?; correct the name, or declare the Namespace',
    'mesh.yaml:17:52: error KIA0005: no namespace is called "bnak"; did you mean "bank"?; correct the name, or declare the Namespace',
    'mesh.yaml:22:43: error KIA0005: no namespace is called "bnak"; did you mean "bank"?; correct the name, or declare the Namespace',
    'mesh.yaml:26:59: error KIA0005: no namespace is called "bnak"; did you mean "bank"?; correct the name, or declare the Namespace',
    'mesh.yaml:33:65: error KIA1601: no namespace is called "gone"; correct the name, or declare the Namespace',
  ]);
});
