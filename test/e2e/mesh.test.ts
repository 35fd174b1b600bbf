// Does not prove: anything of Istio's released images (the local proxy is upstream Envoy), nor how calls are spread over
// time, nor speed. It runs on the one cluster of all end-to-end tests.
import { beforeAll, describe, expect, it } from "vitest";
import { changeStack, get, kubectl, mesh, readOperations, withdrawExposure } from "./mesh.js";

interface Pods {
  items: {
    metadata: { name: string };
    spec: {
      containers: { name: string; image: string }[];
      initContainers: { name: string; restartPolicy?: string }[];
    };
  }[];
}

let started: Awaited<ReturnType<typeof mesh>>;
let previewed: string[];
let created: string[];

beforeAll(async () => {
  await mesh("local", "down");
  await mesh("preview");
  previewed = readOperations("dev", "preview").sort();
  started = await mesh("start");
  created = readOperations("dev", "up").sort();
});

it("previews, with nothing installed yet, everything that up creates", () => {
  expect(previewed).toHaveLength(64);
  expect(previewed).toEqual(created);
});

const application = () => get<Pods>("pods", "-n", "k8s-combat", "-l", "app=k8s-combat-service");

describe("npm start", () => {
  it("ends well, with the report", async () => {
    expect(started, started.output).toMatchObject({ code: 0 });
    const names = (await application()).items.map(({ metadata }) => metadata.name);
    expect(names).toHaveLength(3);
    const described = [
      ...started.output.matchAll(/^k8s-combat {2,}(\S+) {2,}k8s-combat-service, istio-proxy {2,}node0 /gm),
    ];
    expect(described.map(([, name]) => name).sort()).toEqual(names.sort());
    expect(started.output).toContain("12 gRPC calls from ");
    expect(started.output).toMatch(/access log of the caller's sidecar .*\n.*outbound\|50051\|\|k8s-combat-service/);
    expect(started.output).toMatch(/access log of a called sidecar .*\n.*inbound\|50051\|\|/);
  });

  it("takes no more than 150 lines in a pipe, with each finding once", () => {
    const lines = started.output.split("\n");
    expect(lines.length, started.output).toBeLessThanOrEqual(150);
    const findings = lines.filter((line) => /(error|warning) (MESH|IST|KIA)\d+: /.test(line));
    expect(findings).toEqual([...new Set(findings)]);
    expect(started.output).not.toContain("warning: warning");
  });

  it("leaves a cluster that mesh local kubectl asks", async () => {
    const { code, stdout } = await mesh("local", "kubectl", "--", "get", "namespace", "k8s-combat", "-o", "name");
    expect([code, stdout]).toEqual([0, "namespace/k8s-combat\n"]);
  });

  it("leaves istiod available", async () => {
    const istiod = await get<{ status: { availableReplicas: number } }>("deployment", "istiod", "-n", "istio-system");
    expect(istiod.status.availableReplicas).toBe(1);
  });

  it("gives every application pod its two containers, and no gateway the image auto", async () => {
    const table = await kubectl("get", "pods", "-n", "k8s-combat", "--no-headers");
    expect(
      table
        .trimEnd()
        .split("\n")
        .map((line) => line.split(/ +/)[1]),
    ).toEqual(["2/2", "2/2", "2/2"]);
    for (const { spec } of (await application()).items) {
      expect(spec.containers.map(({ name }) => name)).toEqual(["k8s-combat-service"]);
      expect(spec.initContainers.map(({ name, restartPolicy }) => [name, restartPolicy])).toEqual([
        ["istio-init", undefined],
        // Kubernetes' native sidecar: an init container that goes on running, counted in the 2/2.
        ["istio-proxy", "Always"],
      ]);
    }
    const gateways = await get<Pods>(
      "pods",
      "-n",
      "istio-system",
      "-l",
      "app in (istio-ingressgateway,istio-egressgateway)",
    );
    const images = gateways.items.flatMap(({ spec }) => spec.containers.map(({ image }) => image));
    expect(images).toEqual(["localhost/istio/proxyv2:local", "localhost/istio/proxyv2:local"]);
  });

  it("spreads 60 gRPC calls of one pod over all three replicas, and both sidecars log them", async () => {
    const names = (await application()).items.map(({ metadata }) => metadata.name).sort();
    const [caller = ""] = names;
    const inCaller = ["-n", "k8s-combat", "exec", caller, "-c", "k8s-combat-service", "--"];
    const answers = await kubectl(...inCaller, "client", "--count", "60", "grpc://k8s-combat-service:50051");
    const replicas = [...answers.matchAll(/\bHostname=(\S+)/g)].map(([, name]) => name);
    expect(replicas).toHaveLength(60);
    expect([...new Set(replicas)].sort()).toEqual(names);
    for (const name of names) {
      const log = await kubectl("-n", "k8s-combat", "logs", name, "-c", "istio-proxy");
      expect(log).toContain("inbound|50051||");
      if (name === caller) expect(log).toContain("outbound|50051||k8s-combat-service.k8s-combat.svc.cluster.local");
    }
  });
});

describe("a second run", () => {
  it("finds istiod's certificate in all webhooks", async () => {
    interface Webhooks {
      items: { webhooks: { failurePolicy: string; clientConfig: { caBundle?: string } }[] }[];
    }
    for (const kind of ["mutatingwebhookconfigurations", "validatingwebhookconfigurations"]) {
      const { items } = await get<Webhooks>(kind);
      const webhooks = items.flatMap((item) => item.webhooks);
      expect(webhooks.length).toBeGreaterThan(0);
      for (const { failurePolicy, clientConfig } of webhooks) {
        expect(failurePolicy).toBe("Fail");
        expect(clientConfig.caBundle).toMatch(/^LS0t/);
      }
    }
  });

  it("of npm start changes nothing and says so", async () => {
    const { code, output } = await mesh("start");
    expect(code, output).toBe(0);
    expect(output).toMatch(/^no changes, \d+ resources$/m);
    expect(readOperations("dev", "up")).toEqual([]);
  });

  it("of preview --refresh finds no drift", async () => {
    const { code, output } = await mesh("preview", "--", "--refresh", "--expect-no-changes");
    expect(code, output).toBe(0);
    expect(readOperations("dev", "preview").filter((step) => !step.startsWith("refresh "))).toEqual([]);
  });
});

interface VirtualService {
  metadata: { managedFields: { manager: string }[] };
  spec: { http: { timeout: string }[] };
}

describe("a route that somebody has changed with kubectl", () => {
  const route = ["virtualservice", "--namespace", "k8s-combat", "k8s-combat-service"];
  const said = "spec.http was changed by kubectl-edit at ";
  const edit = async () => {
    const { spec } = await get<VirtualService>(...route);
    const http = spec.http.map((one) => ({ ...one, timeout: "9s" }));
    const patch = JSON.stringify({ spec: { http } });
    await kubectl("patch", ...route, "--type", "merge", "--field-manager", "kubectl-edit", "--patch", patch);
  };
  const read = async () => {
    const { metadata, spec } = await get<VirtualService>(...route, "--show-managed-fields");
    const isOthers = metadata.managedFields.some(({ manager }) => manager === "kubectl-edit");
    return { timeouts: spec.http.map(({ timeout }) => timeout), isOthers };
  };

  it("is named by a preview, which shows what would be written and leaves it", async () => {
    await edit();
    const { code, output } = await mesh("preview");
    expect(code, output).toBe(0);
    expect(output).toContain(said);
    expect(readOperations("dev", "preview")).toContain(
      "update mesh-policies-VirtualService/k8s-combat/k8s-combat-service",
    );
    expect(await read()).toEqual({ timeouts: ["9s"], isOthers: true });
  });

  it.each([
    ["with a preview", []],
    ["without one", ["--", "--skip-preview"]],
  ])("is named and written again by an up %s", async (_, args) => {
    await edit();
    const { code, output } = await mesh("up", "--yes", ...args);
    expect(code, output).toBe(0);
    expect(output).toContain(said);
    expect(await read()).toEqual({ timeouts: ["5s"], isOthers: false });
  });

  it("is no drift any more then", async () => {
    const { code, output } = await mesh("preview", "--", "--refresh", "--expect-no-changes");
    expect(code, output).toBe(0);
    expect(output).not.toContain(said);
  });
});

describe("a changed setting changes only what it should", () => {
  const controlPlane = "mesh-control-plane";
  const inNamespace = (kind: string, name: string) => `${controlPlane}-${kind}/istio-system/${name}`;
  const change = async (path: readonly string[], value: unknown) => {
    const restore = changeStack("dev", [[path, value]]);
    try {
      const { code, output } = await mesh("up", "--yes", "--", "--skip-preview");
      expect(code, output).toBe(0);
      return readOperations("dev", "up").sort();
    } finally {
      restore();
    }
  };

  it("the access log's encoding: the mesh configuration", async () => {
    expect(await change(["controlPlane", "accessLog"], { encoding: "JSON" })).toEqual([
      "update mesh",
      `update ${controlPlane}`,
      `update ${inNamespace("ConfigMap", "istio")}`,
      `update ${inNamespace("ConfigMap", "values")}`,
    ]);
  });

  it("the profile, from demo to minimal: the gateways go with what is exposed there, and the settings that demo makes", async () => {
    const exposed = [
      "delete mesh-policies-Gateway/istio-system/www-service1-io-istio--ingressgateway",
      "delete mesh-policies-VirtualService/istio-system/www.service1.io.istio-ingressgateway",
    ];
    const gone = ["istio-egressgateway", "istio-ingressgateway"].flatMap((name) => [
      `delete mesh-${name}`,
      ...["Deployment", "Role", "RoleBinding", "Service", "ServiceAccount"].map(
        (kind) => `delete mesh-${name}-${kind}/istio-system/${name}`,
      ),
    ]);
    const exposeAgain = withdrawExposure();
    const steps = await change(["controlPlane", "profile"], "minimal").finally(exposeAgain);
    expect(steps).toEqual(
      [
        ...gone,
        ...exposed,
        `create ${inNamespace("HorizontalPodAutoscaler", "istiod")}`,
        "update mesh",
        `update ${controlPlane}`,
        ...["istio", "istio-sidecar-injector", "values"].map((name) => `update ${inNamespace("ConfigMap", name)}`),
        `update ${inNamespace("Deployment", "istiod")}`,
      ].sort(),
    );
  });
});
