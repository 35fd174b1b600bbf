// A small API server that plays istiod's webhooks. Does not prove that the engine runs the hook before the resource, nor
// how long a real istiod needs: the end-to-end tests do.
import * as pulumi from "@pulumi/pulumi";
import { expect, it, vi } from "vitest";
import { createWebhookProof } from "../../src/components/webhook-proof.js";
import { withApiServer, type Answer } from "./api-server.js";
import { runProgram } from "./engine.js";

/** Runs the proof against an API server that injects after `ready` attempts. @returns the objects that were posted */
async function prove(revision: string, ready: number, calls = 1): Promise<any[]> {
  const posted: any[] = [];
  await withApiServer(
    (_request, body): Answer => {
      posted.push(body);
      if (body.kind === "Pod" && posted.length >= ready) body.spec.initContainers = [{ name: "istio-proxy" }];
      return { status: 201, body };
    },
    async (kubeconfig) => {
      await runProgram(async ({ hooks }) => {
        const inputs = { kubeconfig, namespace: pulumi.output("istio-system"), revision };
        createWebhookProof("Gateway/ingress", inputs);
        await vi.waitUntil(() => hooks["Gateway/ingress-webhook-proof"] !== undefined, 5000);
        const call = async () => hooks["Gateway/ingress-webhook-proof"]?.call();
        expect(await Promise.all(Array.from({ length: calls }, call))).toEqual(Array(calls).fill(undefined));
        return {};
      });
    },
  );
  return posted;
}

it("asks for a pod and for an Istio object, and accepts a sidecar that is an init container", async () => {
  expect(await prove("", 1)).toEqual([
    {
      apiVersion: "v1",
      kind: "Pod",
      metadata: { name: "webhook-proof", namespace: "istio-system", labels: { "sidecar.istio.io/inject": "true" } },
      spec: {
        containers: [{ name: "app", image: "never-started" }],
        initContainers: [{ name: "istio-proxy" }],
      },
    },
    {
      apiVersion: "networking.istio.io/v1",
      kind: "ServiceEntry",
      metadata: { name: "webhook-proof", namespace: "istio-system", labels: { "istio.io/rev": "default" } },
      spec: {
        hosts: ["webhook-proof.invalid"],
        ports: [{ number: 80, name: "http", protocol: "HTTP" }],
        resolution: "DNS",
      },
    },
  ]);
});

it("asks the revision's own webhooks", async () => {
  expect((await prove("canary", 1)).map(({ metadata }) => metadata.labels)).toEqual([
    { "sidecar.istio.io/inject": "true", "istio.io/rev": "canary" },
    { "istio.io/rev": "canary" },
  ]);
});

it("asks again until the sidecar is there", async () => {
  expect((await prove("", 3)).map(({ kind }) => kind)).toEqual(["Pod", "Pod", "Pod", "ServiceEntry"]);
});

it("asks once for a whole component", async () => {
  expect((await prove("", 1, 3)).map(({ kind }) => kind)).toEqual(["Pod", "ServiceEntry"]);
});

it("gives up after two minutes, and says what to look at", async () => {
  vi.useFakeTimers({ toFake: ["Date"] });
  try {
    await withApiServer(
      (_request, body): Answer => {
        vi.setSystemTime(Date.now() + 121_000);
        return { status: 201, body };
      },
      async (kubeconfig) => {
        await runProgram(async ({ hooks }) => {
          createWebhookProof("Gateway/ingress", { kubeconfig, namespace: "mesh", revision: "" });
          await vi.waitUntil(() => hooks["Gateway/ingress-webhook-proof"] !== undefined, 5000);
          expect(await hooks["Gateway/ingress-webhook-proof"]?.call()).toBe(
            "istiod in mesh injects no sidecar after 120 s: the pod came back unchanged; see kubectl -n mesh logs -l app=istiod",
          );
          return {};
        });
      },
    );
  } finally {
    vi.useRealTimers();
  }
});
