// The program of docs/gateways.md, with Pulumi's mocks. Does not prove what the plugin of @pulumi/tls makes: it cannot be had here. That the
// program has the right types is for test/e2e/package.test.ts.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { compileFunction } from "node:vm";
import * as tls from "@pulumi/tls";
import ts from "typescript";
import { expect, it, vi } from "vitest";
import * as istio from "../../src/index.js";
import { computeKubeconfig } from "./api-server.js";
import { find, list, runProgram, useFolders } from "./engine.js";

const folder = useFolders();

it("makes a certificate of its own and gives it to the gateway, its key as a secret", async () => {
  const page = readFileSync("docs/gateways.md", "utf8");
  const [, code = ""] = /^```ts\n(.*?)^```/ms.exec(page) ?? [];
  const { outputText } = ts.transpileModule(code, { compilerOptions: { module: ts.ModuleKind.CommonJS } });
  const packages: Readonly<Record<string, unknown>> = { "pulumi-istio": istio, "@pulumi/tls": tls };
  const kubeconfig = join(folder, "kubeconfig");
  writeFileSync(kubeconfig, computeKubeconfig(1));
  vi.stubEnv("KUBECONFIG", kubeconfig);
  const run = await runProgram(() => {
    compileFunction(outputText, ["require", "exports"])((name: string) => packages[name], {});
    return {};
  });
  expect(list(run)).toEqual([
    "pulumi:providers:kubernetes chart-renderer",
    "pulumi-istio:index:ExistingCluster cluster",
    "pulumi:providers:kubernetes cluster-provider",
    "pulumi-istio:index:Gateway public",
    "kubernetes:apps/v1:Deployment public-Deployment/istio-system/ingress",
    "kubernetes:core/v1:Secret public-Secret/istio-system/public-shop",
    "kubernetes:core/v1:Service public-Service/istio-system/ingress",
    "tls:index/privateKey:PrivateKey shop",
    "tls:index/selfSignedCert:SelfSignedCert shop",
  ]);
  const { inputs, dependsOn } = find(run, "public-Secret/istio-system/public-shop");
  // The mocks make neither key nor certificate: what is left is that they are secret, and from whom.
  expect(inputs).toMatchObject({ type: "kubernetes.io/tls", stringData: { secret: {} } });
  expect(dependsOn).toEqual(["shop", "shop"]);
});
