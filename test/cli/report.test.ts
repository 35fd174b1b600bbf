// A kubectl of our own. Does not prove what a real cluster answers: the end-to-end tests read a whole report.
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { afterAll, expect, it } from "vitest";
import { countAnswers, findLastLine, formatReport, formatTable } from "../../src/cli/report.js";

const folder = mkdtempSync(join(tmpdir(), "pulumi-istio-report-"));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

it("counts who answered, by name", () => {
  const output = [
    "[0] grpcecho.Echo(Header=...)",
    "[0 body] Hostname=b-2",
    "[1 body] Hostname=a-1",
    "[2 body] Hostname=b-2",
    "[3 body] NotHostname=c",
    "[3] error",
  ].join("\n");
  expect(Object.entries(countAnswers(output))).toEqual([
    ["a-1", 1],
    ["b-2", 2],
  ]);
  expect(countAnswers("")).toEqual({});
});

it("finds the last line, or none", () => {
  expect(findLastLine("inbound|1 a\ninbound|1 b\noutbound c\n", "inbound|1")).toBe("inbound|1 b");
  expect(findLastLine("outbound c\n", "inbound|1")).toBeUndefined();
});

it("makes columns as wide as their widest cell", () => {
  expect(
    formatTable(
      ["NAME", "N"],
      [
        ["a", "1"],
        ["longer", ""],
      ],
    ),
  ).toBe("NAME    N\na       1\nlonger");
  expect(formatTable(["A", "B"], [])).toBe("A  B");
});

it("tells what runs, who answered, and what both sidecars logged", async () => {
  const pod = (namespace: string, name: string, sidecar: object) => ({
    metadata: { namespace, name },
    spec: { nodeName: "node", containers: [{ name: "k8s-combat-service" }], ...sidecar },
    status: { phase: "Running", podIP: "10.0.0.1" },
  });
  const sidecar = { initContainers: [{ name: "istio-init" }, { name: "istio-proxy", restartPolicy: "Always" }] };
  const pods = [
    pod("istio-system", "istiod", {}),
    pod("k8s-combat", "combat-a", sidecar),
    pod("k8s-combat", "combat-b", sidecar),
  ];
  const script = `
    const words = process.argv.slice(2).join(" ");
    const answers = ${JSON.stringify({
      "--kubeconfig k get pods -A -o json": JSON.stringify({ items: pods }),
      "--kubeconfig k -n k8s-combat exec combat-a -c k8s-combat-service -- client --count 12 grpc://k8s-combat-service:50051":
        "Hostname=combat-a\nHostname=combat-b\nHostname=combat-b\n",
      "--kubeconfig k -n k8s-combat logs combat-a -c istio-proxy --tail 200":
        "old outbound|50051\nnew outbound|50051\n",
      "--kubeconfig k -n k8s-combat logs combat-b -c istio-proxy --tail 200": "in inbound|50051||\n",
    })};
    if (answers[words] === undefined) { console.error("unexpected: " + words); process.exit(1); }
    process.stdout.write(answers[words]);`;
  const kubectl = join(folder, "kubectl");
  writeFileSync(kubectl, `#!${process.execPath}\n${script}`);
  chmodSync(kubectl, 0o755);
  expect(stripVTControlCharacters(await formatReport({ kubectl, kubeconfig: "k" }))).toBe(
    [
      "NAMESPACE     POD       CONTAINERS                       NODE  IP        PHASE",
      "istio-system  istiod    k8s-combat-service               node  10.0.0.1  Running",
      "k8s-combat    combat-a  k8s-combat-service, istio-proxy  node  10.0.0.1  Running",
      "k8s-combat    combat-b  k8s-combat-service, istio-proxy  node  10.0.0.1  Running",
      "",
      "12 gRPC calls from combat-a to k8s-combat-service:50051",
      "",
      "REPLICA   ANSWERS",
      "combat-a  1",
      "combat-b  2",
      "",
      "access log of the caller's sidecar (combat-a)",
      "new outbound|50051",
      "",
      "access log of a called sidecar (combat-b)",
      "in inbound|50051||",
    ].join("\n"),
  );
});
