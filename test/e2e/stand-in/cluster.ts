import { chmodSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { cacheFolder } from "../../../src/folders.js";
import { fakeCharts } from "../../components/fake-charts.js";
import { renderFakeController } from "../../components/fake-controller-chart.js";
import { testFolder } from "../folder.js";
import { Authority } from "../policy/authority.js";
import type { StandIn } from "./provider.js";

// What is in the stand-in's clusters: one API server that answers the few questions that the program itself asks, and charts with
// one object of each kind. Objects are resources of the stand-in's provider.

const token = "token-of-stand-in";

/** The Kubernetes of every cluster of a stand-in. */
export interface StandInCluster {
  /** Environment of programs: an AWS CLI that gives tokens, and a cache of its own for the charts. */
  environment: Record<string, string>;
  close: () => void;
}

/** Starts it. Until it is closed, new clusters have its address and its authority. */
export async function startCluster(standIn: StandIn): Promise<StandInCluster> {
  const authority = new Authority("stand-in");
  const { certificate, privateKey } = authority.issue("localhost");
  const server = createServer({ cert: certificate, key: privateKey }, (request, response) => {
    void text(request).then((body) => {
      const { method = "", url = "", headers } = request;
      const isKnown = headers.authorization === `Bearer ${token}`;
      const [status, content] = isKnown ? answer(`${method} ${url}`, body) : [401, { message: "no token" }];
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(content));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "localhost", resolve));
  standIn.decided["aws:eks/cluster:Cluster"] = {
    endpoint: `https://localhost:${(server.address() as AddressInfo).port}`,
    certificateAuthority: { data: Buffer.from(authority.certificate).toString("base64") },
  };
  standIn.functions["kubernetes:helm:template"] = ({ jsonOpts }) => {
    const { chart, values } = JSON.parse(String(jsonOpts)) as { chart: string; values: Record<string, unknown> };
    const name = chart.split("/").at(-1) ?? "";
    return { result: name === "aws-load-balancer-controller" ? renderFakeController(values) : fakeCharts[name] };
  };
  const environment = {
    PATH: `${makeAwsCli()}:${process.env.PATH ?? ""}`,
    XDG_CACHE_HOME: makeCache(),
  };
  return {
    environment,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** The machine's tools, and renderings of its own: those of the stand-in are no one else's. */
function makeCache(): string {
  const folder = join(testFolder, "cache-of-stand-in");
  mkdirSync(join(folder, "pulumi-istio"), { recursive: true });
  rmSync(join(folder, "pulumi-istio", "tools"), { force: true });
  symlinkSync(join(cacheFolder(), "tools"), join(folder, "pulumi-istio", "tools"));
  return folder;
}

/** @returns the folder of a command `aws` that prints a token */
function makeAwsCli(): string {
  const folder = join(testFolder, "aws-cli");
  mkdirSync(folder, { recursive: true });
  const credential = { apiVersion: "client.authentication.k8s.io/v1beta1", kind: "ExecCredential", status: { token } };
  writeFileSync(join(folder, "aws"), `#!/bin/sh\necho '${JSON.stringify(credential)}'\n`);
  chmodSync(join(folder, "aws"), 0o755);
  return folder;
}

/** As an API server with an istiod that injects and validates. */
function answer(request: string, body: string): [status: number, content: object] {
  if (request === "GET /version") return [200, { gitVersion: "v1.34.2-eks-113cf36" }];
  if (request === "GET /api/v1/namespaces/kube-system") return [200, { metadata: { uid: "uid-of-stand-in" } }];
  if (!request.startsWith("POST ") || !request.endsWith("?dryRun=All")) return [404, { message: `no ${request}` }];
  const object = JSON.parse(body) as { kind: string; spec: { containers: object[] } };
  if (object.kind !== "Pod") return [201, object];
  return [201, { ...object, spec: { containers: [...object.spec.containers, { name: "istio-proxy" }] } }];
}
