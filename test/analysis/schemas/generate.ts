import type { StructuralSchema } from "../../../src/analysis/schemas/json-schema.js";
import type { Manifest } from "../../../src/kubernetes/manifest.js";
import type { Sample } from "./samples.js";

/** A number from 0 up to, not including, 1, in a sequence that its seed decides. */
export type Random = () => number;

/** Source: mulberry32, a generator in the public domain. */
export function createRandom(seed: number): Random {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** An object that is taken, or is not because of a change or two: fields that go, come, repeat or get another value. */
export function generate(sample: Sample, root: StructuralSchema, name: string, random: Random): Manifest {
  const spec = structuredClone(pick(sample.specs, random));
  const schema = root.properties?.spec ?? {};
  const changes = pick([0, 1, 1, 1, 2, 2, 3], random);
  for (let count = 0; count < changes; count++) change(spec, schema, random);
  // What is left out of a whole sample shows what it needs of its other half.
  const kept = random() < 0.3 ? Object.fromEntries(Object.entries(spec).filter(() => random() < 0.6)) : spec;
  const metadata = random() < 0.9 ? { name } : { name, ...pick(metadatas, random) };
  return { apiVersion: sample.apiVersion, kind: sample.kind, metadata, spec: kept };
}

/** What istiod reads of an object beside its spec. */
const metadatas: readonly Record<string, unknown>[] = [
  { annotations: { "istio.io/dry-run": "true" } },
  { annotations: { "istio.io/dry-run": "maybe" } },
  { annotations: { "internal.istio.io/parents": "a" } },
  { labels: { "istio.io/use-waypoint": "w" } },
  { unknown: 1 },
];

/** A map or list in an object, with its schema. */
interface Container {
  value: Record<string, unknown> | unknown[];
  schema: StructuralSchema;
}

function change(spec: Record<string, unknown>, schema: StructuralSchema, random: Random): void {
  const { value, schema: own } = pick(listContainers(spec, schema), random);
  if (Array.isArray(value)) changeList(value, own, random);
  else changeMap(value, own, random);
}

function listContainers(value: unknown, schema: StructuralSchema): Container[] {
  if (Array.isArray(value))
    return [{ value, schema }, ...value.flatMap((one) => listContainers(one, schema.items ?? {}))];
  if (typeof value !== "object" || value === null) return [];
  const map = value as Record<string, unknown>;
  return [
    { value: map, schema },
    ...Object.entries(map).flatMap(([key, inner]) => listContainers(inner, schemaOf(schema, key))),
  ];
}

function schemaOf({ properties = {}, additionalProperties }: StructuralSchema, key: string): StructuralSchema {
  return properties[key] ?? (typeof additionalProperties === "object" ? additionalProperties : {});
}

function changeList(list: unknown[], { items = {} }: StructuralSchema, random: Random): void {
  const index = Math.floor(random() * list.length);
  const act = random();
  if (act < 0.2) list.splice(index, 1);
  else if (act < 0.4 && list.length > 0) list.push(structuredClone(list[index]));
  else if (act < 0.7) list.push(make(items, "", random, 0));
  else if (list.length > 0) list[index] = random() < 0.1 ? null : make(items, "", random, 0);
}

function changeMap(map: Record<string, unknown>, schema: StructuralSchema, random: Random): void {
  const keys = Object.keys(map);
  const known = Object.keys(schema.properties ?? {});
  const act = random();
  const key = keys.length === 0 ? undefined : pick(keys, random);
  if (act < 0.2 && key !== undefined) delete map[key];
  else if (act < 0.25) map[pick(["unknown", "metdata", "hosst"], random)] = pick([1, "a", {}], random);
  else if (act < 0.55 && key !== undefined) map[key] = makeOrBreak(schemaOf(schema, key), key, random);
  else if (known.length > 0) {
    const added = pick(known, random);
    map[added] = make(schema.properties?.[added] ?? {}, added, random, 0);
  } else if (typeof schema.additionalProperties === "object") {
    map[pick(texts, random)] = make(schema.additionalProperties, "", random, 0);
  }
}

function makeOrBreak(schema: StructuralSchema, key: string, random: Random): unknown {
  return random() < 0.12
    ? pick([null, "", 0, -1, 1.5, true, [], {}, "*", 99999999999], random)
    : make(schema, key, random, 0);
}

/** A value that the schema mostly allows. */
function make(schema: StructuralSchema, key: string, random: Random, depth: number): unknown {
  if (schema.enum !== undefined) return pick(schema.enum, random);
  if (schema["x-kubernetes-int-or-string"] === true) return pick([1, "1", "10%"], random);
  switch (schema.type) {
    case "object":
      return makeMap(schema, random, depth);
    case "array":
      return Array.from({ length: pick([0, 1, 1, 2], random) }, () => make(schema.items ?? {}, key, random, depth + 1));
    case "boolean":
      return random() < 0.5;
    case "integer":
      return pick(integers, random);
    case "number":
      return pick([0, 0.00001, 0.5, 50, 100, 101, -1], random);
    case "string":
    case undefined:
      return pick(wordsFor(schema, key), random);
  }
}

function makeMap(
  { properties = {}, required = [], additionalProperties }: StructuralSchema,
  random: Random,
  depth: number,
): unknown {
  if (typeof additionalProperties === "object") {
    return Object.fromEntries(
      Array.from({ length: pick([0, 1, 2], random) }, () => [
        pick(texts, random),
        make(additionalProperties, "", random, depth + 1),
      ]),
    );
  }
  const share = depth > 2 ? 0 : Math.min(0.5, 2 / Object.keys(properties).length);
  const chosen = Object.entries(properties).filter(([key]) =>
    required.includes(key) ? random() < 0.95 : random() < share,
  );
  return Object.fromEntries(chosen.map(([key, inner]) => [key, make(inner, key, random, depth + 1)]));
}

const integers = [0, 1, 2, 7, 80, 80, 443, 8080, 65535, 65536, 100, 101, 200, 302, 404, 601, -1, 70000, 2147483648];
const texts = ["a", "x-user", "v1", "shop", "*", "", "a_b", "A.b", "a/b", "a/*", "*/*", "x y", "a-".repeat(40), "9080", ":path", "host"]; // prettier-ignore
const hosts = ["reviews", "reviews.shop.svc.cluster.local", "*.example.com", "*", "a.example", "1.2.3.4", "*a.b", "a..b", "a_b.c", "-a.b", "", "a.1", "a.example.", "example.*", "::1", "ns/a.example", "*/*", "./*", "~/*", "UPPER.example", "a".repeat(64), "outbound_.80_._.a.b"]; // prettier-ignore
const durations = ["1s", "0s", "1ms", "0.5ms", "1h30m", "1.5s", "-1s", "1d", "", "1500us", "1ss", "s", "+2s", "1", ".5s", "300h", "1m0.001s"]; // prettier-ignore
const addresses = ["10.0.0.1", "10.0.0.0/8", "::1", "fe80::1%eth0", "1.2.3", "10.0.0.0/33", "::/0", "256.1.1.1", "01.2.3.4", "a.example", "unix:///run/a", "unix://a", "unix://@a", "unix:///a/", "", "*"]; // prettier-ignore
const regexes = [
  "a.*",
  "(",
  "[a",
  "(?i)a",
  "(?=a)",
  "\\d+",
  "\\1",
  "a{1001}",
  "*",
  "",
  "(?P<a>b)",
  "a**",
  "x".repeat(1025),
];
const urls = ["https://a.example/keys", "http://a:80", "ftp://a", "a.example", "://x", "https://", "https://a b", "oci://a/b:c", "file:///a", "https://a:x/", "", "http://[::1]/", "/a", "http://a/%zz"]; // prettier-ignore
const headers = [
  "x-a",
  "host",
  ":authority",
  ":path",
  "",
  "x a",
  "X_b",
  "a%b",
  "%HOSTNAME%",
  "100%%",
  "%A(",
  "%REQ(x)% y",
];

/** Texts that a field of that name might have, right and wrong. */
function wordsFor({ pattern, format }: StructuralSchema, key: string): readonly string[] {
  if (format === "byte") return ["YQ==", "YQ", "!"];
  if (/timeout|time$|duration|interval|delay|ttl|maxAge|backoff/i.test(key)) return durations;
  if (/host|domain|sni/i.test(key)) return hosts;
  if (/address|subnet|ipblocks|bind|endpoint/i.test(key)) return addresses;
  if (/regex|match$|proxyVersion|rewrite/i.test(key)) return regexes;
  if (/uri|url/i.test(key)) return urls;
  if (/header|^set$|^add$|^remove$/i.test(key)) return headers;
  if (/protocol/i.test(key)) return ["HTTP", "tcp", "HTTPS", "TLS", "GRPC", "MySQL", "X", "", "UDP", "CONNECT"];
  if (/port/i.test(key)) return ["80", "0", "65536", "a", ""];
  if (/path/i.test(key)) return ["/a", "/a/{*}", "/{**}/a", "/{a}", "/a*", "", "/{*}/b c"];
  if (/gateways/i.test(key)) return ["mesh", "shop/public", "public", "a/b/c", "/a", "a.b.svc", "A_b", ""];
  if (/exportTo/i.test(key)) return [".", "*", "~", "shop", "a_b"];
  if (/retryOn/i.test(key)) return ["5xx", "503", "5xx,foo", "999", "", "reset, 5xx", "418"];
  if (/group/i.test(key)) return ["", "gateway.networking.k8s.io", "networking.istio.io", "a"];
  if (/kind/i.test(key)) return ["Service", "Gateway", "ServiceEntry", "Pod", "GatewayClass", ""];
  if (/^key$/i.test(key)) return ["request.headers[a]", "source.ip", "source.namespace", "destination.port", "request.auth.claims[a]", "foo", "request.headers", "destination.labels[a]", "connection.sni"]; // prettier-ignore
  if (/locality|from|to$/i.test(key)) return ["a/b", "a", "*", "a/*/b", "a/b/c/d"];
  if (/status/i.test(key)) return ["UNAVAILABLE", "FOO", ""];
  if (/sha256/i.test(key)) return ["a".repeat(64), "a", ""];
  return pattern === undefined ? texts : [...texts, "a.b"];
}

function pick<T>(list: readonly T[], random: Random): T {
  return list[Math.floor(random() * list.length)] as T;
}
