// Does not prove that Istio reads a label where it should.
import { expect, it } from "vitest";
import { misplacedLabels } from "../../../../src/analysis/rules/workload/misplaced-labels.js";
import { analyzeFixture } from "../../analyze-text.js";

it("finds labels where nothing reads them", () => {
  expect(analyzeFixture(misplacedLabels, "good")).toEqual([]);
  expect(analyzeFixture(misplacedLabels, "bad")).toEqual([
    "mesh.yaml:3:35: warning MESH0368: the label sidecar.istio.io/inject does nothing on a Namespace; it is for Pod; label the Pod instead",
    "mesh.yaml:3:85: warning MESH0368: istio-injection is a label, and does nothing among annotations; move it to the labels of the Namespace",
    "mesh.yaml:7:52: warning MESH0368: the label sidecar.istio.io/inject does nothing on a Deployment; it is for Pod; move it to the labels of the pods' template",
    "mesh.yaml:15:52: warning MESH0368: the label sidecar.istio.io/inject does nothing on a StatefulSet; it is for Pod; move it to the labels of the pods' template",
    "mesh.yaml:23:52: warning MESH0368: the label sidecar.istio.io/inject does nothing on a DaemonSet; it is for Pod; move it to the labels of the pods' template",
    "mesh.yaml:31:52: warning MESH0368: the label sidecar.istio.io/inject does nothing on a Job; it is for Pod; move it to the labels of the pods' template",
    "mesh.yaml:39:52: warning MESH0368: the label sidecar.istio.io/inject does nothing on a CronJob; it is for Pod; move it to the labels of the pods' template",
    "mesh.yaml:49:52: warning MESH0368: the label sidecar.istio.io/inject does nothing on a ReplicaSet; it is for Pod; move it to the labels of the pods' template",
    "mesh.yaml:63:9: warning MESH0368: the label istio.io/dataplane-mode does nothing on a Deployment; it is for Namespace, Pod; move it to the labels of the pods' template",
    "mesh.yaml:64:9: warning MESH0368: the label istio.io/rev does nothing on a Deployment; it is for Namespace, Pod, Gateway; move it to the labels of the pods' template",
    "mesh.yaml:65:9: warning MESH0368: the label service.istio.io/canonical-name does nothing on a Deployment; it is for Pod, WorkloadEntry; move it to the labels of the pods' template",
    "mesh.yaml:66:9: warning MESH0368: the label istio-injection does nothing on a Deployment; it is for Namespace; label the Namespace instead",
    "mesh.yaml:79:40: warning MESH0368: the label istio-injection does nothing on a Pod; it is for Namespace; label the Namespace instead",
    "mesh.yaml:84:53: warning MESH0368: the label istio-injection does nothing on a Pod; it is for Namespace; label the Namespace instead",
    "mesh.yaml:89:52: warning MESH0368: the label istio.io/dataplane-mode does nothing on a Service; it is for Namespace, Pod; label the Namespace instead",
    "mesh.yaml:89:86: warning MESH0368: the label sidecar.istio.io/inject does nothing on a Service; it is for Pod; label the Pod instead",
  ]);
});
