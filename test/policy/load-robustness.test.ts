// Odd texts, each by itself. Does not prove that they mean the same to other readers of YAML, such as kubectl.
import { describe, expect, it } from "vitest";
import { formatFinding } from "../../src/findings/finding.js";
import { compile } from "../../src/policy/compile.js";
import { loadPolicies } from "../../src/policy/documents/load.js";
import { kinds } from "../../src/policy/registry.js";
import { shop, testMesh } from "./compile-text.js";

const remedy = "correct the document; nothing has been changed";
const begin = "begin a policy document with service: <namespace>/<name>, namespace: <name> or mesh: <name>";
const load = (content: unknown) => loadPolicies({ "a.yaml": content });
const say = (content: unknown) => load(content).findings.map(formatFinding);
const invalid = (place: string, reason: string) =>
  `a.yaml:${place}: error MESH0201: not valid YAML: ${reason}; ${remedy}`;

describe("anchors, aliases and merge keys", () => {
  const text = `
service: shop/a
versions:
  v1: &first { version: v1 }
  v2: { <<: *first, track: blue }
  v3: *first
timeout: &long 3s
retries: { attempts: 2, perTryTimeout: *long }
`;

  it("stand for what they say", () => {
    const { documents, findings } = load(text);
    expect(findings).toEqual([]);
    expect(documents[0]?.values).toEqual({
      versions: { v1: { version: "v1" }, v2: { version: "v1", track: "blue" }, v3: { version: "v1" } },
      timeout: "3s",
      retries: { attempts: 2, perTryTimeout: "3s" },
    });
  });

  it("that bring a wrong value are reported where it is and where it comes to", () => {
    expect(say(text.replace("{ version: v1 }", "{ version: 1 }"))).toEqual(
      [
        "4:16: error MESH0162: `versions.v1.version`",
        "5:3: error MESH0162: `versions.v2.version`",
        "6:3: error MESH0162: `versions.v3.version`",
      ].map((start) => `a.yaml:${start} is 1; it must be a string; put it in quotes: "1"`),
    );
  });

  it.each([
    [
      "an alias without an anchor",
      "service: shop/a\ntimeout: *long\n",
      "Unresolved alias (the anchor must be set before the alias): long",
    ],
    [
      "a merge of what is not a map",
      "service: shop/a\nversions: { <<: 5 }\n",
      "Merge sources must be maps or map aliases",
    ],
    [
      "a map merged with itself",
      "service: shop/a\nversions: &a { <<: *a }\n",
      "Excessive alias count indicates a resource exhaustion attack",
    ],
  ])("%s is not valid", (_what, broken, reason) => {
    expect(say(broken)).toEqual([invalid("1:1", reason)]);
  });

  const levels = ["b", "c", "d", "e", "f", "g", "h", "i", "j"];
  const nine = (from: string, write: (alias: string, index: number) => string) =>
    Array.from({ length: 9 }, (_, index) => write(`*${from}`, index)).join(", ");
  const grow = (write: (name: string, from: string) => string) =>
    levels.map((name, index) => write(name, index === 0 ? "a" : (levels[index - 1] ?? ""))).join("\n");

  it.each([
    [
      "lists",
      `service: shop/a\nx: &a [1]\n${grow((name, from) => `${name}: &${name} [${nine(from, (alias) => alias)}]`)}`,
    ],
    [
      "maps",
      `service: shop/a\nx: &a {}\n${grow((name, from) => `${name}: &${name} {${nine(from, (alias, index) => `k${index}: ${alias}`)}}`)}`,
    ],
    [
      "merges",
      `service: shop/a\nx: &a { k: 1 }\n${grow((name, from) => `${name}: &${name} { <<: [${nine(from, (alias) => alias)}] }`)}`,
    ],
  ])("of %s that would fill the memory are refused at once", (_what, bomb) => {
    expect(say(bomb)).toEqual([invalid("1:1", "Excessive alias count indicates a resource exhaustion attack")]);
  });
});

describe("nesting", () => {
  const tooDeep = (place: string) => `a.yaml:${place}: error MESH0201: values are nested more than 200 deep; ${remedy}`;

  it.each([
    ["open lists", `service: shop/a\nroutes: ${"[".repeat(100_000)}`, "2:208"],
    ["closed lists", `service: shop/a\n\nroutes: ${"[".repeat(100_000)}${"]".repeat(100_000)}`, "3:208"],
    ["maps", `service: shop/a\nroutes: ${"{a: ".repeat(100_000)}`, "2:805"],
    ["lists in block style", `${"- ".repeat(100_000)}a`, "1:401"],
    ["keys", `${"? ".repeat(100_000)}a`, "1:401"],
    ["lists in a Kubernetes object", `kind: A\n---\nspec: ${"[".repeat(100_000)}`, "3:206"],
    [
      "maps in a line of their own",
      Array.from({ length: 2000 }, (_, depth) => `${" ".repeat(depth)}a:`).join("\n"),
      "201:201",
    ],
  ])("of 100,000 %s is one problem, where it becomes too deep", (_what, text, place) => {
    expect(say(text)).toEqual([tooDeep(place)]);
  });

  it("by aliases of aliases is one too", () => {
    const wrap = (inner: string) => `${"[".repeat(60)}${inner}${"]".repeat(60)}`;
    const links = [1, 2, 3, 4].map((index) => `a${index}: &a${index} ${wrap(`*a${index - 1}`)}`);
    expect(say(["a0: &a0 x", ...links].join("\n"))).toEqual([tooDeep("1:1")]);
  });

  it("of 200 is read, and what is wrong with it is named by its beginning alone", () => {
    const nested = (depth: number) => `service: shop/a\nroutes: ${"[".repeat(depth)}${"]".repeat(depth)}`;
    const start = `a.yaml:2:10: error MESH0201: \`routes[0]\` is ${"[".repeat(198)}`;
    expect(say(nested(199))).toEqual([`${start}]]…; it must be a map; ${remedy}`]);
    expect(say(nested(200))).toEqual([tooDeep("2:208")]);
  });
});

describe("keys that are there twice", () => {
  it.each([
    ["in a document", "service: shop/a\ntimeout: 3s\ntimeout: 4s\n", "3:1", '"timeout" 2'],
    ["in a map", "service: shop/a\nversions:\n  v1: { a: b }\n  v1: { a: c }\n", "4:3", '"v1" 3'],
    ["in a flow map", "service: shop/a\nretries: { attempts: 1, attempts: 2 }\n", "2:25", '"attempts" 2'],
    ["in a list", "service: shop/a\ncalls:\n  - { host: a, host: b }\n", "3:16", '"host" 3'],
    ["as a number and text", 'service: shop/a\nmtls: { ports: { 80: STRICT, "80": DISABLE } }\n', "2:30", '"80" 2'],
    ["as empty ones", "service: shop/a\n: 1\n? \n", "3:3", '"null" 2'],
  ])("%s are refused", (_what, text, place, keyAndLine) => {
    const [key = "", line = ""] = keyAndLine.split(" ");
    expect(say(text)).toEqual([invalid(place, `the key ${key} is in this map already, in line ${line}`)]);
  });

  it("in different documents or maps are none", () => {
    expect(say("service: shop/a\nversions: { v1: { a: b }, v2: { a: b } }\n---\nservice: shop/b\n")).toEqual([]);
  });
});

describe("identities", () => {
  it("are compared across files, and the first document is named", () => {
    const files = { "a.yaml": "service: shop/a\n", "b/c.yaml": "\n\nservice: shop/a\n", d: { service: "shop/a" } };
    const twice = '"service: shop/a" already has a document, in a.yaml:1; make one of the two';
    expect(loadPolicies(files).findings.map(formatFinding)).toEqual([
      `b/c.yaml:3:1: error MESH0202: ${twice}`,
      `d: error MESH0202: ${twice}`,
    ]);
  });

  it("of two types in one document: the second is a key too many", () => {
    const said = (text: string) => say(text).map((message) => message.split(";")[0]);
    const prefix = "error MESH0201:";
    expect(said("service: shop/a\nnamespace: shop\n")).toEqual([
      `a.yaml:2:1: ${prefix} \`namespace\` is not a known key`,
    ]);
    expect(said("mesh: all\nnamespace: shop\n")).toEqual([`a.yaml:1:1: ${prefix} \`mesh\` is not a known key`]);
    expect(said("apiVersion: v1\nmesh: all\n")).toEqual([`a.yaml:1:1: ${prefix} \`apiVersion\` is not a known key`]);
  });

  it.each([
    ["a text", "just a text\n", ""],
    ["a number", "42\n", ""],
    ["a list", "- service: shop/a\n", ""],
    ["an empty map", "{}\n", ""],
    ["another map", "metadata: { name: a }\n", ': its first key is "metadata"'],
    ["a slip", "servcie: shop/a\n", ': its first key is "servcie"; did you mean "service"?'],
    ["an odd key", "? [a, b]\n: 1\n", ': its first key is "[ a, b ]"'],
    ["a property of every object", "constructor: shop/a\n", ': its first key is "constructor"'],
  ])("are missing in %s", (_what, text, more) => {
    expect(say(text)).toEqual([
      `a.yaml:1:1: error MESH0201: this is neither a policy document nor a Kubernetes object${more}; ${begin}`,
    ]);
  });

  it.each([
    "shop",
    "shop/",
    "/a",
    "shop/a/b",
    "Shop/a",
    "shop/a_b",
    `shop/${"a".repeat(64)}`,
    `${"a".repeat(64)}/a`,
    "../a",
    "",
  ])("of a service are not %j", (id) => {
    expect(say({ service: id }).length).toBe(1);
    expect(load({ service: id }).documents).toEqual([]);
  });
});

describe("characters", () => {
  it.each([
    [
      "line ends of Windows",
      "service: shop/a\r\ntimeout: soon\r\n---\r\nretries:\r\n  attempts: x\r\nservice: shop/b\r\n",
      ["2:1", "5:3"],
    ],
    ["a byte order mark", "\uFEFFservice: shop/a\ntimeout: soon\n", ["2:1"]],
    ["a byte order mark alone", "\uFEFF", []],
    ["line ends of old Macs, which YAML does not know", "service: shop/a\rtimeout: 3s\r", ["1:10"]],
    ["a null in a value", 'service: shop/a\ntimeout: "3\0s"\n', ["2:1"]],
    ["other control characters", "service: \u0007shop/a\n", ["1:1"]],
    ["half of a character of two units", "service: shop/\uD800\n", ["1:1"]],
    ["tabs as indentation", "service: shop/a\nretries:\n\tattempts: 1\n", ["3:1"]],
    ["tabs elsewhere", "service:\tshop/a\ntimeout:\t3s\t# why\n", []],
    ["blanks alone", "  \n\n \t\n", []],
    ["comments and empty documents alone", "# nothing\n---\n---\n# nothing\n~\n...\n", []],
    ["nothing", "", []],
  ])("%s", (_what, text, places) => {
    expect(say(text).map((message) => message.split(": ")[0]?.replace("a.yaml:", ""))).toEqual(places);
  });

  it("that are something else in Kubernetes' older YAML are refused without quotes", () => {
    const hint = "put it in quotes if it is a string; otherwise write the intended value";
    expect(say("service: shop/a\nversions: { n: { on: yes } }\n")).toEqual([
      `a.yaml:2:22: error MESH0160: yes is "yes" here, and true in a Kubernetes object; ${hint}`,
    ]);
    expect(say("service: shop/a\nversions: { n: { on: 'yes' } }\n")).toEqual([]);
    expect(say("service: shop/a\nretries: { attempts: 010 }\n")).toEqual([
      `a.yaml:2:22: error MESH0160: 010 is 10 here, and 8 in a Kubernetes object; ${hint}`,
    ]);
  });

  it("that are something else in Kubernetes' older YAML are one problem where they are none of the type", () => {
    expect(say("service: shop/a\nretries: { attempts: yes }\n")).toEqual([
      `a.yaml:2:12: error MESH0201: \`retries.attempts\` is "yes"; it must be a number; ${remedy}`,
    ]);
  });
});

describe("wrong types", () => {
  const values = ["text", 5, -1, 0.5, true, null, [], {}, [[]], [null], { a: null }, [{ a: [{}] }], Infinity, NaN];

  it.each(kinds.map(({ key, documents }) => [key, documents[0] ?? "service"] as const))(
    "of %s are findings",
    (key, type) => {
      for (const value of values) {
        const { documents, findings } = load({ [type]: type === "service" ? "shop/reviews" : "shop", [key]: value });
        expect(documents.length + Math.min(findings.length, 1)).toBe(1);
        compile({ documents, manifests: [], declared: shop, mesh: testMesh });
      }
    },
  );

  it("may be no JSON at all, where a program gives them", () => {
    const circle: Record<string, unknown> = {};
    circle.circle = circle;
    const odd = [5n, Symbol("s"), () => 1, circle, new Date(NaN), undefined];
    for (const value of odd) {
      expect(say({ service: value, timeout: "3s" }).length).toBe(1);
      expect(load({ service: "shop/a", timeout: value }).findings.length).toBe(value === undefined ? 0 : 1);
      expect(say({ apiVersion: value ?? null, kind: "A", metadata: { name: "a" } }).length).toBe(1);
      expect(say(value)).toEqual([
        expect.stringContaining("this is neither a policy document nor a Kubernetes object"),
      ]);
    }
  });
});
