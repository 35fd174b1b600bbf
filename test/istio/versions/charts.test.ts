// Does not prove that the provider finds a chart by these fields; the end-to-end tests render from a folder and from a repository.
import { expect, it } from "vitest";
import { formatProblem } from "../../findings/format-problem.js";
import {
  computeChartReference,
  findChartSourceProblems,
  type ChartSource,
} from "../../../src/istio/versions/charts.js";

it.each<[string, ChartSource, object]>([
  [
    "the official repository by default",
    {},
    { chart: "istiod", version: "1.31.4", fetch_opts: { repo: "https://blob.istio.io/istio-release/charts" } },
  ],
  [
    "another repository, without its closing slash",
    { repository: "http://127.0.0.1:8879/charts/" },
    { chart: "istiod", version: "1.31.4", fetch_opts: { repo: "http://127.0.0.1:8879/charts" } },
  ],
  [
    "an OCI registry: the chart is part of the reference",
    { repository: "oci://ghcr.io/istio/release/charts" },
    { chart: "oci://ghcr.io/istio/release/charts/istiod", version: "1.31.4" },
  ],
  ["a folder: no version", { folder: "/charts" }, { chart: "istiod", path: "/charts" }],
])("%s", (_, source, expected) => {
  expect(computeChartReference(source, "istiod", "1.31.4")).toStrictEqual(expected);
  expect(findChartSourceProblems(source)).toEqual([]);
});

it.each<[ChartSource, string]>([
  [
    { repository: "https://charts.example", folder: "/charts" },
    'error MESH0113: charts can come from one place only: repository is "https://charts.example" and folder is "/charts"; remove one of the two',
  ],
  [
    { repository: "charts.example" },
    'error MESH0113: the charts\' `repository` is "charts.example", which is not a URL of a repository; give either an https:// or oci:// `repository`, or a `folder`',
  ],
  [
    { folder: "" },
    "error MESH0113: the charts' `folder` is empty; give either an https:// or oci:// `repository`, or a `folder`",
  ],
])("%j is refused", (source, expected) => {
  expect(findChartSourceProblems(source).map(formatProblem)).toEqual([expected]);
});
