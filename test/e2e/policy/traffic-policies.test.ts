// Does not prove that no request is lost in a mesh of many proxies, nor with a slow istiod: here are three proxies. One moment of a kill
// is tried; `npm run test:deep` tries ten: DEEP_RENAMES says how many, and KILL_SEED which.
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { waitForProxies } from "../../../src/components/proxy-wait.js";
import { clusterKubeconfig } from "../../../src/folders.js";
import type { AwaitedConfig } from "../../../src/istio/control-plane/own-config.js";
import { createRandom } from "../../analysis/schemas/generate.js";
import { eventually, kubectl } from "./cluster.js";
import { PolicyStack } from "./policy-stack.js";
import { call, callDuring, countBy, countStatuses } from "./requests.js";
import { createEchos, removeNamespace, startNamespace } from "./workloads.js";

const namespace = "policy-stack";
const echos = createEchos(namespace, [
  { name: "client" },
  { name: "server", versions: ["v1", "v2"] },
  { name: "other" },
]);
const stack = new PolicyStack("policy-stack", echos);

const server = (versions: string[], to: Record<string, number>, more = {}) => ({
  service: `${namespace}/server`,
  versions: Object.fromEntries(versions.map((name) => [name, { version: name.slice(0, 2) }])),
  routes: [{ name: "default", to, ...more }],
});
const other = (timeout: string) => ({ service: `${namespace}/other`, timeout });
const object = (kind: string, name: string) => `policies-${kind}/${namespace}/${name}`;
const askVersions = async (count = 40) =>
  countBy(await call({ from: `${namespace}/client-v1`, url: "http://server:8081/", count }), ({ version }) => version);

beforeAll(async () => {
  await Promise.all([startNamespace(namespace, echos), stack.create()]);
});
afterAll(async () => {
  await stack.destroy();
  await removeNamespace(namespace);
});

describe("the engine's changes", () => {
  it("makes one VirtualService a host and one DestinationRule a version", async () => {
    const documents = { "server.yaml": server(["v1", "v2"], { v1: 100 }), "other.yaml": other("3s") };
    expect(await stack.upDocuments(documents)).toEqual(
      [
        "create cluster",
        "create cluster-provider",
        "create policies",
        `create ${object("DestinationRule", "server.v1")}`,
        `create ${object("DestinationRule", "server.v2")}`,
        `create ${object("VirtualService", "other")}`,
        `create ${object("VirtualService", "server")}`,
        "create policy-stack-test",
      ].sort(),
    );
    expect(await askVersions()).toEqual({ v1: 40 });
  });

  it("changes nothing the second time, when the cluster has been read again", async () => {
    const documents = { "server.yaml": server(["v1", "v2"], { v1: 100 }), "other.yaml": other("3s") };
    expect(await stack.upDocuments(documents, "--refresh")).toEqual([]);
  });

  it("changes the objects of the edited document alone", async () => {
    const documents = { "server.yaml": server(["v1", "v2"], { v1: 100 }), "other.yaml": other("2s") };
    expect(await stack.upDocuments(documents)).toEqual([`update ${object("VirtualService", "other")}`]);
    const moved = { ...documents, "server.yaml": server(["v1", "v2"], { v2: 100 }) };
    expect(await stack.upDocuments(moved)).toEqual([`update ${object("VirtualService", "server")}`]);
    expect(await askVersions()).toEqual({ v2: 40 });
  });

  it("leaves everything as it is where a document is wrong, and says all that is", async () => {
    const wrong = { "a.yaml": `service: ${namespace}/other\ntimeout: soon\ntimeuot: 3s\n`, "b.yaml": "mesh: [\n" };
    const error: unknown = await stack.upDocuments(wrong).catch((reason: unknown) => reason);
    const { message } = error as Error;
    expect(message).toContain(
      'a.yaml:2:1: error MESH0201: `timeout` is "soon"; it must be a duration such as 500ms, 3s or 1m30s, or none; correct the document; nothing has been changed',
    );
    expect(message).toContain(
      'a.yaml:3:1: error MESH0201: `timeuot` is not a known key; did you mean "timeout"?; known are',
    );
    expect(message).toContain("b.yaml:2:1: error MESH0201: not valid YAML: ");
    expect(await askVersions()).toEqual({ v2: 40 });
  });
});

describe("weightsOwnedBy", () => {
  const documents = (timeout: string) => ({
    "server.yaml": server(["v1", "v2"], { v1: 100, v2: 0 }, { weightsOwnedBy: "rollouts", timeout }),
  });
  const readWeights = async () => {
    const path = "jsonpath={.spec.http[0].route[*].weight}";
    return kubectl(["-n", namespace, "get", "virtualservice", "server.default", "-o", path]);
  };

  it("keeps weights that were changed from outside, and still manages everything else", async () => {
    await stack.upDocuments(documents("3s"));
    expect(await readWeights()).toBe("100 0");
    const weights = [100, 0].reverse();
    const patch = weights.map((value, index) => ({ op: "replace", path: `/spec/http/0/route/${index}/weight`, value }));
    await kubectl([
      "-n",
      namespace,
      "patch",
      "virtualservice",
      "server.default",
      "--type=json",
      "-p",
      JSON.stringify(patch),
    ]);
    expect(await stack.upDocuments(documents("3s"), "--refresh")).toEqual([]);
    expect(await stack.upDocuments(documents("2s"))).toEqual([`update ${object("VirtualService", "server")}`]);
    expect(await readWeights()).toBe("0 100");
    expect(await askVersions()).toEqual({ v2: 40 });
  });
});

describe("make before break", () => {
  const url = "http://server:8081/";
  const steps: [string[], Record<string, number>][] = [
    [["v1"], { v1: 100 }],
    // Added, moved to, renamed, and the old one removed, each in one go with the routes.
    [["v1", "v2"], { v2: 100 }],
    [["v2-blue"], { "v2-blue": 100 }],
    [["v1-green", "v2-blue"], { "v1-green": 50, "v2-blue": 50 }],
    [["v1"], { v1: 100 }],
  ];
  const set = ([versions, to]: (typeof steps)[number]) => stack.upDocuments({ "server.yaml": server(versions, to) });
  /** Bounded: 50 requests a second until the work ends, at most 90 s. */
  const load = async (work: () => Promise<unknown>) =>
    countStatuses(await callDuring({ from: `${namespace}/client-v1`, url, count: 100, flags: ["--qps=50"] }, work));

  it("loses no request while versions are added, renamed and removed", async () => {
    const [first, ...rest] = steps;
    if (first !== undefined) await set(first);
    const statuses = await load(async () => {
      for (const step of rest) await set(step);
    });
    expect(Object.keys(statuses)).toEqual(["200"]);
    expect(statuses[200]).toBeGreaterThan(200);
    expect(await askVersions()).toEqual({ v1: 40 });
  });

  it("would lose some in the other order: routes first, and the version after a gap", async () => {
    const routes = (subset: string) => [
      { name: "default", route: [{ destination: { host: `server.${namespace}.svc.cluster.local`, subset } }] },
    ];
    const patch = (subset: string) =>
      kubectl([
        ...["-n", namespace, "patch", "virtualservice", "server", "--type=merge"],
        ...["-p", JSON.stringify({ spec: { http: routes(subset) } })],
      ]);
    const statuses = await load(async () => {
      await patch("late");
      await eventually(async () => {
        const answers = await call({ from: `${namespace}/client-v1`, url, count: 10 });
        expect(countStatuses(answers)).toEqual({ 503: 10 });
      });
      await patch("v1");
    });
    expect(statuses[503]).toBeGreaterThan(0);
  });
});

describe("a kill while a version is renamed", () => {
  const count = Number(process.env.DEEP_RENAMES ?? 1);
  const random = createRandom(Number(process.env.KILL_SEED ?? 20261130));
  // One in each part of the run, however many there are.
  const moments = Array.from({ length: count }, (_, index) => (index + random()) / count);
  const named = (index: number) => ({ "server.yaml": server([`v1-${index}`], { [`v1-${index}`]: 100 }) });
  let milliseconds: number;

  beforeAll(async () => {
    const start = performance.now();
    await stack.upDocuments(named(1));
    milliseconds = performance.now() - start;
  });

  it.each(moments.map((share, index) => ({ index, share: Math.round(share * 1000) / 1000 })))(
    "at $share of the run loses no request, nor does the next run",
    async ({ index, share }) => {
      const statuses = await callDuring(
        { from: `${namespace}/client-v1`, url: "http://server:8081/", count: 100, flags: ["--qps=50"] },
        async () => {
          await stack.killDocuments(named(index + 2), share * milliseconds);
          await stack.unlock();
          await stack.upDocuments(named(index + 2));
        },
      ).then(countStatuses);
      console.log(
        `killed after ${Math.round(share * milliseconds)} of ${Math.round(milliseconds)} ms: ${JSON.stringify(statuses)}`,
      );
      expect(Object.keys(statuses)).toEqual(["200"]);
      const rules = await kubectl([
        "-n",
        namespace,
        "get",
        "destinationrules",
        "-o",
        "jsonpath={.items[*].metadata.name}",
      ]);
      expect(rules).toBe(`server.v1-${index + 2}`);
      expect(await askVersions()).toEqual({ v1: 40 });
    },
  );
});

describe("proxies that are asked themselves, as where istiod's debug interface is closed", () => {
  const host = `server.${namespace}.svc.cluster.local`;
  const of = (...subsets: string[]) => subsets.map((subset) => ({ host, subset }));
  /** No istiod is in this namespace. */
  const wait = (own: AwaitedConfig) =>
    waitForProxies({
      kubeconfig: readFileSync(clusterKubeconfig("dev"), "utf8"),
      ...{ namespace: "default", awaited: {}, own, timeoutSeconds: 3, blindSeconds: 0 },
    });
  const missing = /^after 3 s \d+ of \d+ proxies have it; late: .*client-v1-/;

  it("know versions that are there, and use those that routes lead to", async () => {
    await stack.upDocuments({ "server.yaml": server(["v1", "v2"], { v1: 100 }) });
    await eventually(async () => {
      expect(await wait({ known: of("v1", "v2"), unused: of("v2") })).toMatchObject({
        ownReason: "no istiod runs in namespace default",
        standing: {
          states: expect.arrayContaining([
            { proxy: expect.stringContaining("client-v1"), state: "confirmed" },
          ]) as object,
        },
      });
    });
    await expect(wait({ known: of("v3"), unused: [] })).rejects.toThrow(missing);
    await expect(wait({ known: [], unused: of("v1") })).rejects.toThrow(missing);
  });
});

describe("a proxy that has stopped", () => {
  const documents = {
    first: { "server.yaml": server(["v1"], { v1: 100 }) },
    moved: { "server.yaml": server(["v1", "v2"], { v2: 100 }) },
    without: { "server.yaml": { service: `${namespace}/server`, timeout: "3s" } },
  };
  /** Sends a signal to the Envoy of the client. */
  const signal = async (name: "STOP" | "CONT") => {
    const send = `if [ "$(cat $f/comm)" = envoy ]; then kill -${name} "\${f#/proc/}" && echo sent; fi`;
    const script = `for f in /proc/[0-9]*; do ${send}; done; true`;
    const target = ["-n", namespace, "exec", "deploy/client-v1", "-c", "istio-proxy", "--"];
    expect((await kubectl([...target, "sh", "-c", script])).trim()).toBe("sent");
  };
  const refuse = async (given: Record<string, unknown>) => {
    stack.timeoutSeconds = 2;
    const error: unknown = await stack.upDocuments(given).catch((reason: unknown) => reason);
    stack.timeoutSeconds = 60;
    return (error as Error).message;
  };
  const read = (kind: string, path: string) =>
    kubectl(["-n", namespace, "get", kind, "-o", `jsonpath={${path}}`, "--sort-by=.metadata.name"]);
  const readSubset = () =>
    read("virtualservices", ".items[?(@.metadata.name=='server')].spec.http[0].route[*].destination.subset");
  const why = (what: string) =>
    new RegExp(`${what}: after 2 s \\d+ of \\d+ proxies have it; .*(late|not connected to istiod): .*client-v1-[^ ;]*`);

  afterAll(() => signal("CONT"));

  it("holds the routes, in the next run too, and what is to go, in the next run too", async () => {
    await stack.upDocuments(documents.first);
    await signal("STOP");
    const held = why("the routes stay as they are");
    expect(await refuse(documents.moved)).toMatch(held);
    expect(await refuse(documents.moved)).toMatch(held);
    expect(await readSubset()).toBe("v1");
    await signal("CONT");
    expect(await stack.upDocuments(documents.moved)).toEqual([`update ${object("VirtualService", "server")}`]);
    expect(stack.output).toMatch(/(\d+) of \1 proxies have it \(\d+\.\d s\)/);
    expect(await readSubset()).toBe("v2");

    await signal("STOP");
    const kept = why("nothing is deleted yet");
    expect(await refuse(documents.without)).toMatch(kept);
    expect(await readSubset()).toBe("");
    expect(await refuse(documents.without)).toMatch(kept);
    expect(await read("destinationrules", ".items[*].metadata.name")).toBe("server.v1 server.v2");
  });
});
