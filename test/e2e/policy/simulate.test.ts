// Generated meshes and requests: what the simulator says of a request is what Envoy does with it. Does not prove timeouts, retries and
// limits, which no answer shows, nor what a mode for the whole mesh does (others share this one). `npm run test:deep` tries 2,000 pairs.
import { afterAll, beforeAll, expect, it } from "vitest";
import { writeFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import type { Answer } from "../../../src/simulate/answer.js";
import type { MeshReader } from "../../../src/mesh/objects.js";
import type { MeshRequest } from "../../../src/simulate/request.js";
import { simulate } from "../../../src/simulate/simulate.js";
import { generateMesh, type GeneratedMesh } from "../../simulate/generator/mesh.js";
import { compareOutcomes, expectOutcomes, listReasons, type Outcomes } from "../../simulate/oracle/outcomes.js";
import { compareRoute } from "../../simulate/oracle/compare-route.js";
import { listDenials, readDenials } from "../../simulate/oracle/denials.js";
import { findRoute, type EnvoyRoute } from "../../simulate/oracle/envoy-routes.js";
import { mutants } from "../../simulate/oracle/mutants.js";
import { placeRequest, planMesh } from "../../simulate/oracle/planned-mesh.js";
import { eventually } from "./cluster.js";
import { SimulatedCluster } from "./simulated-cluster.js";
import { findSender, readLogs, readRoutes } from "./simulated-proxies.js";
import { sendAll, type Sent } from "./simulated-traffic.js";
import { createKey, createToken } from "./token.js";

/** What a request was said to come to, and what it came to. */
interface Pair {
  seed: number;
  index: number;
  reader: MeshReader;
  request: MeshRequest;
  answer: Answer;
  /** Of the caller's proxy; undefined where it has none, or no route matches. */
  route?: EnvoyRoute;
  seen: Outcomes;
  differences: string[];
  /** By which logs know the last of its requests. */
  agent: string;
}

type SentRoutes = Awaited<ReturnType<typeof readRoutes>>;

const requestCount = 10;
const deepPairs = process.env.DEEP_PAIRS;
const pairCount = Number(deepPairs ?? 150);
const firstSeed = Number(process.env.SIMULATE_SEED ?? 1);
const seeds = Array.from({ length: Math.ceil(pairCount / requestCount) }, (_, index) => firstSeed + index);
/** Of a split, so that 4 standard errors are a few percent. */
const manyRequests = 60;
/** How often a request that differs is sent again: proxies close connections of an earlier mesh some time later. */
const attempts = 8;

const key = createKey("simulate");
const jwks = JSON.stringify({ keys: [key.public] });
const generate = (seed: number) => generateMesh(seed, { requestCount, jwks, isAlone: deepPairs !== undefined });
const results: Pair[] = [];
let cluster: SimulatedCluster;

beforeAll(async () => {
  const first = generate(firstSeed).objects.find(({ metadata }) => metadata.name === "public");
  if (first === undefined) throw new Error("there is no Gateway");
  cluster = await SimulatedCluster.start(first);
});
afterAll(async () => {
  await cluster.end();
  if (process.env.SIMULATE_RECORD !== undefined)
    writeFileSync(
      process.env.SIMULATE_RECORD,
      JSON.stringify(results.map((pair) => ({ ...pair, reader: undefined, request: undefined }))),
    );
});

it.each(seeds)("the mesh of seed %i", async (seed) => {
  const mesh = generate(seed);
  const { manifests, reader } = planMesh(mesh, cluster.declared);
  const pairs = mesh.requests.map((given, index): Pair => {
    const request = placeRequest(given, reader);
    const answer = simulate(reader, request);
    return { seed, index, reader, request, answer, seen: {}, differences: [""], agent: "" };
  });
  await cluster.replace(manifests);
  await observe(mesh, pairs);
  const routes = await readRoutes();
  for (const pair of pairs) {
    pair.route = findSent(mesh, pair, routes);
    pair.differences.push(...compareSent(pair, pair.answer));
  }
  results.push(...pairs);
  expect(pairs.filter(({ differences }) => differences.length > 0).map(format(mesh))).toEqual([]);
});

/** Sends the requests, and those that differ again. */
async function observe(mesh: GeneratedMesh, pairs: readonly Pair[]): Promise<void> {
  for (let attempt = 0; attempt < attempts; attempt++) {
    const left = pairs.filter(({ differences }) => differences.length > 0);
    if (left.length === 0) break;
    if (attempt > 0) await delay(500);
    for (const pair of left) pair.agent = `simulated-${mesh.seed}-${pair.index}-${attempt}`;
    const seen = await sendAll(left.map((pair) => toSent(mesh, pair)));
    left.forEach((pair, place) => {
      pair.seen = seen[place] ?? {};
      pair.differences = compareSeen(pair, pair.answer);
    });
  }
}

function compareSeen({ seen }: Pair, answer: Answer): string[] {
  const expected = expectOutcomes(answer);
  return expected === undefined ? [] : compareOutcomes(expected, seen);
}

/** Where the caller has no proxy, nothing is sent to it. */
function compareSent({ request: { caller }, route }: Pair, answer: Answer): string[] {
  return caller.kind === "plain" ? [] : compareRoute(answer, route);
}

/** The route that istiod sent to the caller's proxy. */
function findSent({ requests }: GeneratedMesh, { index }: Pair, routes: SentRoutes): EnvoyRoute | undefined {
  const request = requests[index];
  const sender = request && findSender(request.caller);
  if (request === undefined || sender === undefined) return undefined;
  const isOutside = request.caller.kind === "outside";
  const own = (routes.get(sender) ?? []).filter(({ name }) =>
    isOutside ? name.startsWith(`${request.scheme}.`) : name === String(request.port),
  );
  const asked = { ...request, authority: request.host };
  return own.map((one) => findRoute(one, asked)).find((route) => route !== undefined);
}

function toSent({ requests }: GeneratedMesh, { index, answer, agent }: Pair): Sent {
  const request = requests[index];
  if (request === undefined) throw new Error(`there is no request ${index}`);
  const isSplit = Object.keys(expectOutcomes(answer) ?? {}).length > 1;
  const token = request.claims === undefined ? {} : { token: createToken(key, request.claims) };
  return { request, count: isSplit ? manyRequests : 2, agent, ...token };
}

const format =
  ({ requests }: GeneratedMesh) =>
  ({ index, differences }: Pair) =>
    `${index} ${JSON.stringify(requests[index])}:\n${differences.join("\n")}`;

it("leaves at most 5 % open, and says why", () => {
  const unknown = results.filter(({ answer }) => expectOutcomes(answer) === undefined);
  const reasons = [...new Set(unknown.flatMap(({ answer }) => listReasons(answer)))];
  console.log(`${results.length} pairs, ${unknown.length} unknown: ${reasons.join("; ")}`);
  expect(unknown.length).toBeLessThanOrEqual(results.length * 0.05);
});

it("names the rules that refuse", async () => {
  const denied = results.filter(
    ({ answer, differences }) => differences.length === 0 && listDenials(answer).length > 0,
  );
  const differences = await eventually(async () => {
    const logged = await readLogs();
    const found = denied.flatMap(({ seed, index, answer, agent: name }) => {
      const own = logged.filter(({ agent }) => agent === name);
      const [expected, seen] = [listDenials(answer), readDenials(own.map(({ details }) => details))];
      return JSON.stringify(expected) === JSON.stringify(seen) ? [] : [{ seed, index, expected, seen }];
    });
    // Logs come late.
    if (found.some(({ seen }) => seen.length === 0)) throw new Error(JSON.stringify(found));
    return found;
  }, 30);
  expect(denied.length).toBeGreaterThan(results.length / 20);
  expect(differences).toEqual([]);
});

it.each(mutants)("would find that $name", async ({ load }) => {
  const mistaken = await load();
  const agreed = results.filter(({ differences }) => differences.length === 0);
  const isFound = (pair: Pair) => {
    const answer = mistaken(pair.reader, pair.request);
    return compareSeen(pair, answer).length + compareSent(pair, answer).length > 0;
  };
  expect(agreed.filter(isFound).length).toBeGreaterThan(0);
});
