// Does not prove that the provider's Helm reaches no cluster when it is asked like this: an end-to-end test counts that.
import * as pulumi from "@pulumi/pulumi";
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { renderChart, type ChartRequest } from "../../src/components/chart.js";
import { kubernetesPluginVersion } from "../../src/components/manifest-resource.js";
import { fakeCharts } from "./fake-charts.js";
import { find, runProgram, useFolders } from "./engine.js";

const folder = useFolders();

const request: ChartRequest = {
  reference: { chart: "istiod", version: "1.31.4", fetch_opts: { repo: "https://charts.example" } },
  releaseName: "istiod",
  namespace: "istio-system",
  values: { revision: "canary" },
  kubeVersion: "1.36.0",
};

/** Renders, and counts how often the provider was asked. */
async function render(...requests: ChartRequest[]) {
  const results: unknown[] = [];
  const run = await runProgram(async () => {
    for (const one of requests) results.push(await renderChart(one));
    return {};
  });
  return { run, results, asked: run.renderings.length };
}

it("asks the provider's Helm, always with the Kubernetes version and its APIs, so that no cluster is asked", async () => {
  const { run, results } = await render(request);
  expect(run.renderings).toEqual([
    {
      provider: "chart-renderer",
      options: {
        chart: "istiod",
        version: "1.31.4",
        fetch_opts: { repo: "https://charts.example" },
        release_name: "istiod",
        namespace: "istio-system",
        values: { revision: "canary" },
        kube_version: "1.36.0",
        api_versions: ["v1", "apps/v1", "policy/v1", "autoscaling/v2", "admissionregistration.k8s.io/v1"],
      },
    },
  ]);
  expect(results).toEqual([fakeCharts.istiod]);
});

it("renders on one provider a run, whose kubeconfig has no clusters", async () => {
  const { run } = await render(request, { ...request, namespace: "other" });
  const providers = run.resources.filter(({ type }) => type === "pulumi:providers:kubernetes");
  expect(providers.map(({ name }) => name)).toEqual(["chart-renderer"]);
  expect(JSON.parse(find(run, "chart-renderer").inputs.kubeconfig)).toEqual({
    apiVersion: "v1",
    kind: "Config",
    clusters: [],
    contexts: [],
    users: [],
  });
});

it("makes that provider in a second run too, although the rendering is remembered", async () => {
  await render(request);
  const { run, results, asked } = await render(request);
  expect(asked).toBe(0);
  expect(results).toEqual([fakeCharts.istiod]);
  expect(run.resources.map(({ name }) => name)).toEqual(["chart-renderer"]);
});

it.each<[string, Partial<ChartRequest>]>([
  ["another chart", { reference: { ...request.reference, chart: "base" } }],
  ["another version of the chart", { reference: { ...request.reference, version: "1.31.0" } }],
  ["another repository", { reference: { ...request.reference, fetch_opts: { repo: "https://other.example" } } }],
  ["another namespace", { namespace: "mesh" }],
  ["other values", { values: {} }],
  ["another Kubernetes", { kubeVersion: "1.35.0" }],
])("renders anew for %s", async (_what, change) => {
  await render(request);
  expect((await render({ ...request, ...change })).asked).toBe(1);
});

it("renders a chart of a folder anew when any of its files changes", async () => {
  const charts = join(folder, "charts");
  mkdirSync(join(charts, "istiod", "templates"), { recursive: true });
  writeFileSync(join(charts, "istiod", "templates", "service.yaml"), "one");
  const fromFolder = { ...request, reference: { chart: "istiod", path: charts } };
  expect((await render(fromFolder)).asked).toBe(1);
  expect((await render(fromFolder)).asked).toBe(0);
  writeFileSync(join(charts, "istiod", "templates", "service.yaml"), "two");
  expect((await render(fromFolder)).asked).toBe(1);
});

it("leaves whole files in the cache and nothing else", async () => {
  await render(request);
  const [file, ...others] = readdirSync(join(folder, "cache", "pulumi-istio", "rendered"));
  expect(others).toEqual([]);
  expect(file).toMatch(/^[0-9a-f]{64}\.json$/);
});

it("passes on what Helm says, and remembers nothing", async () => {
  const absent = { ...request, reference: { ...request.reference, chart: "absent" } };
  for (let attempt = 1; attempt <= 2; attempt++) {
    const run = await runProgram(async () => {
      await expect(renderChart(absent)).rejects.toThrow(
        new pulumi.RunError(
          "error MESH0124: the chart absent of https://charts.example cannot be rendered: chart absent not found; check where the charts come from, the version, and the chart's values",
        ),
      );
      return {};
    });
    expect(run.renderings.length).toBe(1);
  }
});

it("is pinned to the plugin of the SDK that is installed", async () => {
  const { default: sdk } = await import("@pulumi/kubernetes/package.json", { with: { type: "json" } });
  expect(kubernetesPluginVersion).toBe(sdk.version);
});
